"""MQTT over WebSockets: who does not sign is refused.

MiniStack checks the signature of a connection that has one, asks IAM for it, and lets in whoever has none, under any name and on any topic: an agent
that signed nothing would be seen to work. AWS refuses it before the WebSocket opens.
Source: https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html#mqtt-ws
"""
import ministack.services.iot as iot
from ministack.core.iam_evaluator import AuthError

from . import replace


def _signed_alone(original):
    def check(scope):
        return original(scope) or AuthError("MissingAuthenticationToken", "the connection is not signed")
    return check


def install():
    replace(iot, "_ws_handshake_check", _signed_alone)
