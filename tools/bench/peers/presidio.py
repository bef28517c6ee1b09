"""Presidio with its default recognizers. Texts as JSON strings, one a line, in; spans as JSON, one list a line, out.

The first line out says which versions answer; `null` in asks for the seconds of processor time so far.
"""

import json
import logging
import sys
import time
from importlib.metadata import version

logging.disable(logging.CRITICAL)

from presidio_analyzer import AnalyzerEngine  # noqa: E402
from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: E402

MODEL = sys.argv[1]

engine = NlpEngineProvider(
    nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
).create_engine()
analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
print(json.dumps(f"presidio {version('presidio-analyzer')}, {MODEL}"), flush=True)
for line in sys.stdin:
    text = json.loads(line)
    if text is None:
        print(json.dumps(time.process_time()), flush=True)
        continue
    # UTF-16 offsets, as everywhere here.
    at = [0]
    for character in text:
        at.append(at[-1] + (2 if ord(character) > 0xFFFF else 1))
    found = analyzer.analyze(text=text, language="en")
    print(json.dumps([[at[one.start], at[one.end]] for one in found]), flush=True)
