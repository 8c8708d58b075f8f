#!/bin/sh
# obp 0.5.7 (Open Bandit Pipeline): the bootstrap interval of SelfNormalizedInverseProbabilityWeighting draws from
# rewards that were divided by the mean weight of the whole log before. The mean weight of a drawn sample is not used,
# so it is the interval of IPW divided by a constant, and self-normalising narrows nothing. If every reward is 1 the
# estimate is 1 whatever is drawn, but the interval reaches from 0.93 to 1.07. In zr-obp's issue 187 somebody wonders
# about the variance and suspects the estimate, which is right.
#
# Seen with 0.5.7:
#   estimate 1.00
#   interval 0.93 to 1.07
#
# Ends with 0 if that is still so, with 1 if it has changed. Needs Python 3.8 to 3.10 as PYTHON (default python3.10) and
# the public package index.
set -eu
VERSION=0.5.7
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
"${PYTHON:-python3.10}" -m venv "$DIR/venv"
"$DIR/venv/bin/pip" install -q --no-deps "obp==$VERSION" numpy==1.23.5 pandas==1.5.2 scipy==1.9.3 \
    scikit-learn==1.1.3 joblib==1.2.0 threadpoolctl==3.1.0 python-dateutil==2.8.2 pytz==2022.7 six==1.16.0 \
    PyYAML==6.0.1 tqdm==4.66.1
cat > "$DIR/finding.py" <<'PYTHON'
import sys
from unittest.mock import MagicMock

# The estimators need neither torch nor plots: stand-ins spare their gigabytes.
for name in ("torch torch.nn torch.nn.functional torch.optim torch.utils torch.utils.data mypy_extensions pingouin "
             "pyieoe pyieoe.evaluator seaborn matplotlib matplotlib.pyplot").split():
    sys.modules[name] = MagicMock()
sys.modules["torch"].nn.Module = object
sys.modules["torch"].utils.data.Dataset = object
sys.modules["torch.nn"].Module = object
sys.modules["torch.utils.data"].Dataset = object

import numpy as np
from obp.ope.estimators import SelfNormalizedInverseProbabilityWeighting

random = np.random.default_rng(1)
n = 1000
propensity = random.choice([0.1, 0.9], n)
policy = np.zeros((n, 2, 1))
policy[:, 0, 0] = random.choice([0.2, 1.0], n)
policy[:, 1, 0] = 1 - policy[:, 0, 0]
log = dict(reward=np.ones(n), action=np.zeros(n, int), pscore=propensity, action_dist=policy)
snipw = SelfNormalizedInverseProbabilityWeighting()
print("estimate %.2f" % snipw.estimate_policy_value(**log))
interval = snipw.estimate_interval(n_bootstrap_samples=1000, random_state=1, **log)
print("interval %.2f to %.2f" % (interval["95.0% CI (lower)"], interval["95.0% CI (upper)"]))
PYTHON
SEEN=$("$DIR/venv/bin/python" "$DIR/finding.py")
echo "$SEEN"
EXPECTED='estimate 1.00
interval 0.93 to 1.07'
[ "$SEEN" = "$EXPECTED" ]
