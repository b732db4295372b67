"""Gives every generated request the credentials that its operation asks for, as `labproof token` mints them."""

import os
import subprocess
import time

import schemathesis

# A token of KAS lives for half a minute.
MINTED_FOR_SECONDS = 15

minted: dict[str, tuple[float, tuple[str, str]]] = {}


def header(scheme: str) -> tuple[str, str]:
    """The name and value of the header by which a scheme proves who calls."""
    made, known = minted.get(scheme, (0.0, ("", "")))
    if time.monotonic() - made > MINTED_FOR_SECONDS:
        command = [os.environ["LABPROOF"], "token", scheme, "--secrets-dir", os.environ["SECRETS_DIR"]]
        line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        name, _, value = line.partition(": ")
        known = (name, value)
        minted[scheme] = (time.monotonic(), known)
    return known


@schemathesis.auth()
class Credentials:
    def get(self, case, context):
        # The first of the alternatives: the documented header, not the parameter.
        schemes = next(iter(case.operation.definition.raw.get("security", [])), {})
        return dict(header(scheme) for scheme in schemes)

    def set(self, case, data, context):
        case.headers.update(data)
