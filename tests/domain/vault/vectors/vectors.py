#!/usr/bin/python3
"""Sealed credentials made and opened by another implementation: python3-jwcrypto, from Debian.

vectors.py make   prints vectors.json: a key, and credentials that must open or must be refused
vectors.py open   reads {"key": JWK, "jwe": text} and prints the plaintext
"""
import json
import sys

from jwcrypto import jwe, jwk
from jwcrypto.common import base64url_decode, base64url_encode

CONTEXT = {
    "member": "018f0000-0000-7000-8000-000000000001",
    "connection": "018f0000-0000-7000-8000-000000000002",
    "platform": "field-nation",
    "host": "platform.example",
    "version": 3,
}
LOGIN = {"username": "technician@example.org", "password": 'pass "wörd" & 100 % – ok'}
ALGORITHMS = [
    "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW", "A256KW", "RSA-OAEP-256", "dir",
    "A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512",
]


def seal(key, header=None, plain=None, without=()):
    given = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": key["kid"], **CONTEXT, **(header or {})}
    protected = {name: value for name, value in given.items() if name not in without}
    text = json.dumps(LOGIN, ensure_ascii=False) if plain is None else plain
    padded = text.encode().ljust(1024)
    token = jwe.JWE(padded, json.dumps(protected), algs=ALGORITHMS)
    token.add_recipient(key)
    return token.serialize(compact=True)


def with_header(token, changes):
    head, *parts = token.split(".")
    header = {**json.loads(base64url_decode(head)), **changes}
    return ".".join([base64url_encode(json.dumps(header)), *parts])


def with_part(token, index, text):
    parts = token.split(".")
    parts[index] = text
    return ".".join(parts)


def flip(token, index):
    part = bytearray(base64url_decode(token.split(".")[index]))
    part[-1] ^= 1
    return with_part(token, index, base64url_encode(bytes(part)))


def make():
    key = jwk.JWK.generate(kty="EC", crv="P-256")
    key = jwk.JWK(**{**key.export(as_dict=True), "kid": key.thumbprint()})
    other = jwk.JWK.generate(kty="EC", crv="P-256", kid=key["kid"])
    rsa = jwk.JWK.generate(kty="RSA", size=2048, kid=key["kid"])
    wide = jwk.JWK.generate(kty="EC", crv="P-384", kid=key["kid"])
    bare = jwk.JWK.generate(kty="oct", size=256, kid=key["kid"])
    good = seal(key)
    epk = json.loads(base64url_decode(good.split(".")[0]))["epk"]
    refused = {
        "another key agreement": seal(key, {"alg": "ECDH-ES"}),
        "a shorter key wrap": seal(key, {"alg": "ECDH-ES+A128KW"}),
        "a wrap by a shared secret": seal(bare, {"alg": "A256KW"}),
        "the shared secret itself": seal(bare, {"alg": "dir"}),
        "RSA": seal(rsa, {"alg": "RSA-OAEP-256"}),
        "another content encryption": seal(key, {"enc": "A256CBC-HS512"}),
        "a shorter content encryption": seal(key, {"enc": "A128GCM"}),
        "another curve": seal(wide),
        "compression": seal(key, {"zip": "DEF"}),
        "a critical member": with_header(good, {"crit": ["exp"], "exp": 1}),
        "an unknown member": seal(key, {"note": "x"}),
        "parties to the agreement": seal(key, {"apu": "QQ", "apv": "Qg"}),
        "no key id": seal(key, without=["kid"]),
        "a version in words": seal(key, {"version": "3"}),
        "no version": seal(key, without=["version"]),
        "another member": seal(key, {"member": "018f0000-0000-7000-8000-000000000009"}),
        "another connection": seal(key, {"connection": "018f0000-0000-7000-8000-000000000009"}),
        "another platform": seal(key, {"platform": "elsewhere"}),
        "another host": seal(key, {"host": "elsewhere.example"}),
        "an earlier version": seal(key, {"version": 2}),
        "another connection's key": seal(other),
        "an ephemeral key that is not on the curve": with_header(good, {"epk": {**epk, "y": epk["x"]}}),
        "a header that was written anew after sealing": with_header(good, {}),
        "an ephemeral key of zeros": with_header(good, {"epk": {**epk, "x": "A" * 43, "y": "A" * 43}}),
        "an ephemeral key without its half": with_header(good, {"epk": {"kty": "EC", "crv": "P-256", "x": epk["x"]}}),
        "an ephemeral key that brings its private half": with_header(good, {"epk": {**epk, "d": "A" * 43}}),
        "a changed wrapped key": flip(good, 1),
        "an empty wrapped key": with_part(good, 1, ""),
        "a changed nonce": flip(good, 2),
        "an empty nonce": with_part(good, 2, ""),
        "a changed text": flip(good, 3),
        "an empty text": with_part(good, 3, ""),
        "a text that goes on": with_part(good, 3, good.split(".")[3] + "AAAA"),
        "a changed tag": flip(good, 4),
        "a short tag": with_part(good, 4, good.split(".")[4][:11]),
        "an empty tag": with_part(good, 4, ""),
        "a part too many": good + ".AAAA",
        "a part too few": good.rsplit(".", 1)[0],
        "padding": good + "=",
        "a plaintext that is no login": seal(key, plain="[]"),
        "a plaintext that is no JSON": seal(key, plain="username=x&password=y"),
        "a plaintext with more in it": seal(key, plain=json.dumps({**LOGIN, "note": "x"})),
    }
    vectors = {
        "source": "python3-jwcrypto, by vectors.py",
        "key": key.export(as_dict=True),
        "context": CONTEXT,
        "login": LOGIN,
        "valid": good,
        "refused": refused,
    }
    print(json.dumps(vectors, indent=2, ensure_ascii=False))


def open_one():
    given = json.load(sys.stdin)
    token = jwe.JWE(algs=["ECDH-ES+A256KW", "A256GCM"])
    token.deserialize(given["jwe"], jwk.JWK(**given["key"]))
    print(token.payload.decode(), end="")


{"make": make, "open": open_one}[sys.argv[1]]()
