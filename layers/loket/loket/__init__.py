"""The shared package of Loket: what it does, by capability, on five shared floors (http, mail, storage, texts, core)."""

import gc
import os

# Start-up allocates what stays for good; collecting in between costs a tenth of a cold start (`make bench`).
# `loket.settings.finish_start` turns collection on again.
if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    gc.disable()
