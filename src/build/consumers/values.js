// Every record that the reader gives, a line of JSON each, and the time from the first to the last. values.js FOLDER TOPIC...
const fs = require('fs');
const { read } = require(`${process.cwd()}/reader`);

const [folder, ...topics] = process.argv.slice(2);
Buffer.prototype.toJSON = function () { return this.toString('hex'); };

(async () => {
  for (const topic of topics) {
    const records = [];
    const times = [];
    await read(topic, each => {
      records.push(each);
      times.push(performance.now());
    });
    console.log(topic, records.length, (times.length ? (times[times.length - 1] - times[0]) / 1000 : 0).toFixed(4));
    const lines = records.map(({ key, value, epoch }) => `${JSON.stringify([key, value, epoch])}\n`);
    fs.writeFileSync(`${folder}/${topic}.node`, lines.join(''));
  }
})();
