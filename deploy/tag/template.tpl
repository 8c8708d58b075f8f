___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Nextclick",
  "categories": ["PERSONALIZATION"],
  "brand": {
    "id": "nextclick",
    "displayName": "Nextclick"
  },
  "description": "Loads nextclick.js, which sends GA4 events of the data layer to a Nextclick gateway.",
  "containerContexts": [
    "WEB"
  ]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "TEXT",
    "name": "endpoint",
    "displayName": "Address of the gateway",
    "simpleValueType": true,
    "help": "Best a path of the site itself, for example https://www.example.com/nc",
    "valueValidators": [
      {
        "type": "REGEX",
        "args": ["^https://[^?#\\s]*[^/?#\\s]$"],
        "errorMessage": "An https address without a slash at the end"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "key",
    "displayName": "Public key",
    "simpleValueType": true,
    "help": "The public key of the site, never the secret one",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      }
    ]
  },
  {
    "type": "SELECT",
    "name": "consent",
    "displayName": "Consent",
    "simpleValueType": true,
    "defaultValue": "required",
    "macrosInSelect": false,
    "selectItems": [
      {
        "value": "required",
        "displayValue": "Wait for a consent source"
      },
      {
        "value": "granted",
        "displayValue": "Given unless a consent source refuses"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "userId",
    "displayName": "Id of the logged-in user (optional)",
    "simpleValueType": true
  },
  {
    "type": "TEXT",
    "name": "pageType",
    "displayName": "Kind of page (optional), for example home, category, item, cart",
    "simpleValueType": true
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const createArgumentsQueue = require('createArgumentsQueue');
const injectScript = require('injectScript');
const encodeUri = require('encodeUri');

// What is said before the file is there waits in nextclick.q.
const nextclick = createArgumentsQueue('nextclick', 'nextclick.q');
nextclick('config', {
  key: data.key,
  endpoint: data.endpoint,
  consent: data.consent
});
const page = {};
if (data.userId) page.user_id = data.userId;
if (data.pageType) page.page_type = data.pageType;
nextclick('set', page);

injectScript(encodeUri(data.endpoint + '/nextclick.js'), data.gtmOnSuccess, data.gtmOnFailure, 'nextclick');


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": {
        "publicId": "access_globals",
        "versionId": "1"
      },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "nextclick" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "nextclick.q" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "inject_script",
        "versionId": "1"
      },
      "param": [
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [
              { "type": 1, "string": "https://*/nextclick.js" },
              { "type": 1, "string": "https://*/nc/nextclick.js" }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: The tag is configured and loaded
  code: |-
    const calls = [];
    mock('createArgumentsQueue', (name, queue) => {
      assertThat(name).isEqualTo('nextclick');
      assertThat(queue).isEqualTo('nextclick.q');
      return (command, given) => { calls.push(command); };
    });
    mock('injectScript', (url, loaded, failed) => {
      assertThat(url).isEqualTo('https://www.example.com/nc/nextclick.js');
      loaded();
    });
    runCode({ endpoint: 'https://www.example.com/nc', key: 'pk_test', consent: 'required' });
    assertThat(calls).isEqualTo(['config', 'set']);
    assertApi('gtmOnSuccess').wasCalled();
- name: A tag that does not load is a failure
  code: |-
    mock('injectScript', (url, loaded, failed) => { failed(); });
    runCode({ endpoint: 'https://www.example.com/nc', key: 'pk_test', consent: 'required' });
    assertApi('gtmOnFailure').wasCalled();


___NOTES___

Explained in docs/tag.md of Nextclick.
