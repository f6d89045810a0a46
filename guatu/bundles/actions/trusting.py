"""The own key, and whose bundles are accepted: told by telephone, noted by an administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.bundles import keys
from guatu.bundles.keys import PublicKey
from guatu.bundles.models import Sender
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, User

_ENOUGH = 40


@transaction.atomic
def found_key(tenant: Tenant, *, by: User, now: datetime) -> PublicKey:
    """The key of this installation; made, and noted, if there was none."""
    require(by, "bundle.trust", tenant)
    if (there := keys.own_key()) is not None:
        return there
    made = keys.make_key()
    journal.record("bundle.key_made", tenant, by=by, at=now, fingerprint=made.spoken)
    return made


@transaction.atomic
def accept_sender(
    tenant: Tenant, name: str, public_key: str, heard: str, *, by: User, now: datetime
) -> Sender:
    """``heard`` is the fingerprint as the other side read it out; it must be that of the key."""
    require(by, "bundle.trust", tenant)
    key = keys.read_public(public_key)
    _refuse_other(key, heard)
    own = keys.own_key()
    if own is not None and own.fingerprint == key.fingerprint:
        words = say("这是本系统自己的公钥。请粘贴对端的公钥。")
        raise Refusal(words, {"public_key": words})
    journal.await_turn(tenant.pk)
    if there := Sender.objects.filter(tenant=tenant, fingerprint=key.fingerprint).first():
        words = say("这个公钥已登记为“{name}”。", name=there.name)
        raise Refusal(words, {"public_key": words})
    sender = Sender.objects.create(
        tenant=tenant, name=name.strip(), public_key=key.text, fingerprint=key.fingerprint,
        accepted_at=now, accepted_by=by,
    )  # fmt: skip
    journal.record("bundle.sender_accepted", sender, by=by, at=now, fingerprint=key.spoken)
    return sender


@transaction.atomic
def revoke_sender(sender: Sender, *, reason: str, by: User, now: datetime) -> None:
    """Nothing more is accepted from it; what was entered stays."""
    require(by, "bundle.trust", sender)
    if not reason.strip():
        words = say("请写明停用原因。")
        raise Refusal(words, {"reason": words})
    held = Sender.objects.select_for_update(no_key=True).get(pk=sender.pk)
    if not held.is_trusted:
        raise Refusal(say("对端“{name}”已经停用。", name=held.name))
    held.revoked_at, held.revoked_for = now, reason.strip()
    held.save(update_fields=["revoked_at", "revoked_for"])
    journal.record("bundle.sender_revoked", held, by=by, at=now, reason=held.revoked_for)


def _refuse_other(key: PublicKey, heard: str) -> None:
    said = "".join(heard.split()).lower()
    if len(said) < _ENOUGH:
        words = say("请填写对端读出的指纹，至少 {n} 位。", n=_ENOUGH)
        raise Refusal(words, {"heard": words})
    if not key.fingerprint.startswith(said):
        words = say(
            "指纹与公钥不符：这个公钥的指纹是 {key}。公钥可能被换过，请重新向对端索取。",
            key=key.spoken,
        )
        raise Refusal(words, {"heard": words})
