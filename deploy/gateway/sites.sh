#!/usr/bin/env bash
# Prints a file of sites for the gateway, with new keys: deploy/gateway/sites.sh [SITE [ORIGIN]] > sites.yaml
set -euo pipefail

random() {
  od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

site=${1:-default}
cat <<YAML
metrics_key: mk_$(random 24)
sites:
  - site: $site
    public_key: pk_${site}_$(random 12)
    secret_key: sk_${site}_$(random 24)
    origins: [${2:-http://localhost:8000}]
    hmac:
      current: $(random 32)
YAML
