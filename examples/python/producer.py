"""A producer in Python, written from docs/wire-format.md alone: the standard library and `cryptography`, no SDK of anybody.

    SLUICE_TOKEN=... python producer.py enrol https://api.example.com laptop-7 credential.json     # once
    my-recorder | python producer.py run credential.json                                           # NDJSON events on stdin

What to copy: the key is made here and proves the device, no token is kept; nothing is captured without a lease; each event is filtered before it is sealed;
times are the service's; a refusal ends it. What a product has beside: a spool of sealed frames on disk (here they wait in memory), the channel of section 5,
the overlap of section 2, proxies, and a sign that the person sees.
"""
import base64, gzip, hashlib, hmac, json, os, random, struct, sys, time, unicodedata, urllib.error, urllib.parse, urllib.request
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KINDS = ["window", "click", "key", "text"]  # what this producer makes (section 1, `kinds`)
LEAST = {"key": "class", "text": "class"}  # section 3: the least `keys` of each kind; of the others `none`
CONTENT = {"key": ["code", "key"], "text": ["data"], "window": ["title"]}  # section 3: fields whose role is content
REQUIRED = {"click": ["x", "y", "button"], "key": ["type"], "text": ["inputType"], "window": ["type"]}
DETAILS = ["none", "class", "content"]


class Refused(Exception):
    """The service said no: stop capturing at once."""


class Later(Exception):
    """No answer that counts: ask again."""


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def jwk(key):
    numbers = key.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": b64url(numbers.x.to_bytes(32, "big")), "y": b64url(numbers.y.to_bytes(32, "big"))}


def jws(key, payload, shows_key=False):
    """Section 1: compact, ES256; a signature is r and s, 32 bytes each."""
    header = {"alg": "ES256", "typ": "sluice-device", **({"jwk": jwk(key)} if shows_key else {})}
    text = ".".join(b64url(json.dumps(part).encode()) for part in (header, payload))
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return text + "." + b64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(api, path, body=None, token=None):
    headers = {"Content-Type": "application/json", **({"Authorization": "Bearer " + token} if token else {})}
    request = urllib.request.Request(api.rstrip("/") + path, None if body is None else json.dumps(body).encode(), headers)
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            refusal = json.load(error)
        except ValueError:
            refusal = None
        # Section 1: these are no refusals, and neither is what is no JSON.
        if error.code in (408, 425, 429) or error.code >= 500 or error.code < 400 or not isinstance(refusal, dict):
            raise Later(error.code) from None
        raise Refused(refusal.get("error", error.code)) from None
    except (OSError, ValueError) as error:
        raise Later(type(error).__name__) from None


def enrol(api, name, file):
    key = ec.generate_private_key(ec.SECP256R1())
    answer = ask(api, "/enrolments", {"device": name, "key": jws(key, {"device": name}, True)}, os.environ["SLUICE_TOKEN"])
    kept = {"api": api, "audience": answer["audience"], "subject": answer["subject"], "device": answer["device"],
            "key": key.private_numbers().private_value}
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(kept, out)


def is_secret(field_type):
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", str(field_type)).lower() if "a" <= sign <= "z")
    return any(word in letters for word in ("password", "passwd", "passcode", "passphrase", "pwd"))


def key_class(key):
    """Section 3, "Class of a key"."""
    named = {"Enter": "enter", "Tab": "tab", "Backspace": "backspace", "Delete": "delete", "Dead": "dead"}
    if len(key) == 1:
        sort = unicodedata.category(key)
        return "letter" if sort[0] == "L" else "digit" if sort == "Nd" else "space" if key.isspace() else "punctuation"
    if key in named:
        return named[key]
    if key in ("Alt", "AltGraph", "CapsLock", "Control", "Fn", "FnLock", "Hyper", "Meta", "NumLock", "ScrollLock", "Shift", "Super", "Symbol", "SymbolLock"):
        return "modifier"
    if key in ("ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "End", "Home", "PageDown", "PageUp", "BrowserBack", "BrowserForward"):
        return "navigation"
    return "function" if key[:1] == "F" and key[1:].isdigit() and 1 <= int(key[1:]) <= 24 else "other"


def admit(event, lease):
    """Section 4: the event as the filter leaves it, or None. Types of fields are the producer's own, and not checked here."""
    rules, kind, app = lease["filter"], event.get("kind"), event.get("app")
    if kind not in KINDS or kind not in rules["kinds"] or app not in rules["applications"]:
        return None
    detail = rules["applications"][app]["keys"]
    if DETAILS.index(detail) < DETAILS.index(LEAST.get(kind, "none")):
        return None
    listed = rules["kinds"][kind]
    hidden = CONTENT.get(kind, []) if detail != "content" or is_secret(event.get("fieldType", "")) else []
    kept = {name: event[name] for name in event if name in ["kind", "time", "app", *listed] and name not in hidden}
    if any(name in listed and name not in hidden and name not in kept for name in REQUIRED[kind]):
        return None
    if kind == "key" and hidden and "class" in listed:
        kept.setdefault("class", key_class(event.get("key", "Unidentified")))
    return kept if lease["issued"] - 120_000 <= kept["time"] <= lease["expires"] + 120_000 else None


def seal(lease, number, lines):
    """Section 2."""
    nonce = os.urandom(12)
    header = struct.pack(">4sBBQH", b"SLCE", 1, 1, number, len(lease["lease"])) + lease["lease"].encode("ascii")
    body = gzip.compress("".join(line + "\n" for line in lines).encode())
    return header + nonce + AESGCM(unb64url(lease["frameKey"])).encrypt(nonce, body, header)


def put(lease, now, frame):
    """Kinesis' PutRecord, signed (SigV4) by the service's time: AWS refuses a clock that is five minutes off."""
    keys, region = lease["credentials"], lease["stream"]["region"]
    endpoint = os.environ.get("AWS_ENDPOINT_URL_KINESIS", f"https://kinesis.{region}.amazonaws.com")
    body = json.dumps({"StreamName": lease["stream"]["name"], "PartitionKey": lease["subject"], "Data": base64.b64encode(frame).decode()}).encode()
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now / 1000))
    headers = {"content-type": "application/x-amz-json-1.1", "host": urllib.parse.urlsplit(endpoint).netloc, "x-amz-date": stamp,
               "x-amz-security-token": keys["sessionToken"], "x-amz-target": "Kinesis_20131202.PutRecord"}
    names, scope = ";".join(headers), f"{stamp[:8]}/{region}/kinesis/aws4_request"
    canonical = "\n".join(["POST", "/", "", *(f"{name}:{value}" for name, value in headers.items()), "", names, hashlib.sha256(body).hexdigest()])
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + keys["secretAccessKey"]).encode()
    for part in (*scope.split("/"), to_sign):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={keys['accessKeyId']}/{scope}, SignedHeaders={names}, Signature={key.hex()}"
    try:
        urllib.request.urlopen(urllib.request.Request(endpoint, body, headers), timeout=10).read()
    except urllib.error.HTTPError as error:
        kind = json.loads(error.read() or b"{}").get("__type", "")
        raise (Refused if "AccessDenied" in kind else Later)(kind) from None
    except OSError as error:
        raise Later(type(error).__name__) from None


def patiently(run):
    """Growing pauses, at random, for five minutes."""
    for tries in range(10):
        try:
            return run()
        except Later:
            time.sleep(random.random() * min(60, 2 ** tries))
    raise Later("nobody answers")


class Agent:
    def __init__(self, credential):
        self.of, self.key = credential, ec.derive_private_key(credential["key"], ec.SECP256R1())
        self.nonce, self.run, self.acked, self.lines, self.lease = None, "new", 0, [], None

    def renew(self):
        asked = time.monotonic()
        nonce = self.nonce or ask(self.of["api"], "/device-nonce")["nonce"]
        self.nonce = None  # good once
        told = [{"epoch": self.run["epoch"], "acked": self.acked}] if self.acked else []
        of = {"acked": 0, "run": self.run, "kinds": KINDS, **({"told": told} if told else {})}
        proof = {"aud": self.of["audience"], "sub": self.of["subject"], "dev": self.of["device"], "nonce": nonce, "lease": of}
        lease = ask(self.of["api"], "/device-leases", {"proof": jws(self.key, proof)})
        # A start numbers its frames 1, 2, 3 ... under the epoch that it is given; another epoch begins at 1 again.
        if self.run == "new" or lease["run"]["epoch"] != self.run["epoch"]:
            self.number, self.acked = 0, 0
        self.nonce, self.run, self.lease, self.asked = lease.get("nonce"), lease["run"], lease, asked
        self.ahead = lease["now"] - time.time() * 1000

    def capture(self, event):
        length = (self.lease["expires"] - self.lease["now"]) / 1000
        if time.monotonic() - self.asked > length / 2:
            self.flush()  # a frame's events are of one lease
            patiently(self.renew)
        if abs(self.ahead) > 60_000:
            event = {**event, "time": event["time"] + self.ahead}
        kept = admit(event, self.lease)
        if kept is None:
            return False
        if not self.lines:
            self.since = time.monotonic()
        self.lines.append(json.dumps(kept, separators=(",", ":")))
        flush = self.lease["flush"]
        if sum(map(len, self.lines)) > flush["bytes"] or time.monotonic() - self.since > flush["seconds"]:
            self.flush()
        return True

    def flush(self):
        if self.lines:
            self.number += 1
            frame, self.lines = seal(self.lease, self.number, self.lines), []
            patiently(lambda: put(self.lease, time.time() * 1000 + self.ahead, frame))
            self.acked = self.number


def run(file):
    with open(file) as kept:
        agent = Agent(json.load(kept))
    patiently(agent.renew)
    print("recording", file=sys.stderr)  # the person sees it
    read = kept = 0
    for line in sys.stdin:
        read += 1
        kept += agent.capture(json.loads(line))
    agent.flush()
    agent.renew()  # the books' last line: up to where frames were acknowledged
    print(json.dumps({"read": read, "kept": kept, "frames": agent.acked}))


if __name__ == "__main__":
    try:
        {"enrol": enrol, "run": run}[sys.argv[1]](*sys.argv[2:])
    except Refused as refused:
        sys.exit(f"not recording: {refused}")
