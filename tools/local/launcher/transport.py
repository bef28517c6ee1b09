"""Gap: with AUTH=true over plain HTTP, `aws:SecureTransport` is false.

Every bucket and queue policy that denies requests without TLS then denies all of them, the CDK asset upload first. The
emulator listens on loopback only, where TLS would protect nothing, so each request counts as one over TLS. That the
denies are in the templates is held by the template tests.
"""
import ministack.app as app

from . import replace


def install():
    replace(app, "pin_request_origin", lambda original: lambda source_ip, _secure: original(source_ip, True))
