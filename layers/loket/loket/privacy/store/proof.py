"""Copies of identity documents, in a bucket of their own that keeps no versions: what is deleted there is gone.

A copy lies under a keyed hash, so nobody can guess where, and no write is needed to say where it will be.
"""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.keyed_hash import Keys
from loket.settings import setting
from loket.storage.client import client, code_of, store_fault

# What a person's browser makes of the photo; a telephone's picture of 12 megapixels is about 4 MB as JPEG.
MEDIA_TYPE = "image/jpeg"
LARGEST = 8 * 1024 * 1024
SMALLEST = 1024
# Long enough to black out a picture at leisure.
UPLOAD_SECONDS = 3600
# Long enough for a browser to fetch it once.
VIEW_SECONDS = 60


class ProofMissing(LookupError):
    """There is no copy where it should be."""


def invite_upload(reference: str, proof_round: int, keys: Keys) -> dict[str, Any]:
    """Return where a browser may post the copy, straight to the bucket, and the fields to send before the file.

    The bucket itself refuses another key, type or size (a presigned POST's policy).
    """
    key = proof_key(reference, proof_round, keys)
    invitation: dict[str, Any] = client("s3").generate_presigned_post(
        setting("PROOF_BUCKET"),
        key,
        Fields={"Content-Type": MEDIA_TYPE},
        Conditions=[{"Content-Type": MEDIA_TYPE}, ["content-length-range", SMALLEST, LARGEST]],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return invitation


def check_proof(reference: str, proof_round: int, keys: Keys) -> None:
    """Raise `ProofMissing` where no copy has arrived."""
    try:
        client("s3").head_object(Bucket=setting("PROOF_BUCKET"), Key=proof_key(reference, proof_round, keys))
    except (BotoCoreError, ClientError) as error:
        if code_of(error) in {"404", "NoSuchKey", "NotFound"}:
            raise ProofMissing from error
        raise store_fault(error) from error


def show_proof(reference: str, proof_round: int, keys: Keys) -> str:
    """Return an address at which the copy can be seen for a minute."""
    where = {"Bucket": setting("PROOF_BUCKET"), "Key": proof_key(reference, proof_round, keys)}
    return str(client("s3").generate_presigned_url("get_object", where, ExpiresIn=VIEW_SECONDS))


def destroy_proofs(reference: str, last_round: int, keys: Keys) -> None:
    """Destroy the copies of every round so far; it is no error where there is none.

    Of earlier rounds too: an invitation runs on for a while after its copy was checked.
    """
    try:
        for proof_round in range(last_round + 1):
            client("s3").delete_object(Bucket=setting("PROOF_BUCKET"), Key=proof_key(reference, proof_round, keys))
    except (BotoCoreError, ClientError) as error:
        raise store_fault(error) from error


def proof_key(reference: str, proof_round: int, keys: Keys) -> str:
    """Return where the copy of a request lies; each time a copy is asked for, it is another place."""
    return f"proofs/{keys.hash('proof', reference, str(proof_round))}.jpg"
