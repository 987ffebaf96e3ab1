"""An identity provider on this machine: discovery, sign-in, token and keys over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "credit-repair-desk", "a-secret-of-the-unit", "key-1"


class Unit:
    """A department's provider. `claims` is what its tokens say; `forged` signs them with a stranger's key."""

    def __init__(self) -> None:
        self.key, self.strange_key = (rsa.generate_private_key(65537, 2048) for _number in range(2))
        self.claims: dict[str, Any] = {"sub": "officer-4711"}
        self.forged = False
        self.audience = CLIENT
        self.asked: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}
        unit = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                unit.answer(self, "")

            def do_POST(self) -> None:
                unit.answer(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query or body).items()}
        if parts.path == "/authorize":
            self.asked.append(query)
            code = secrets.token_hex(8)
            self._codes[code] = query
            handler.send_response(HTTPStatus.FOUND)
            back = urlencode({"code": code, "state": query["state"]})
            handler.send_header("Location", f"{query['redirect_uri']}?{back}")
            handler.end_headers()
            return
        answers: dict[str, Callable[[], dict[str, Any]]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/keys": self._keys,
            "/token": lambda: self._token(query),
        }
        self._say(handler, answers[parts.path]())

    def _say(self, handler: BaseHTTPRequestHandler, facts: dict[str, Any]) -> None:
        handler.send_response(HTTPStatus.BAD_REQUEST if "error" in facts else HTTPStatus.OK)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(json.dumps(facts).encode())

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def _token(self, query: dict[str, str]) -> dict[str, Any]:
        asked = self._codes.pop(query["code"], None)
        proof = hashlib.sha256(query.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or query.get("client_secret") != SECRET
            or asked["code_challenge"] != base64.urlsafe_b64encode(proof).decode().rstrip("=")
        ):
            return {"error": "invalid_grant"}
        said = {
            "iss": self.address,
            "aud": self.audience,
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            **self.claims,
        }
        key = self.strange_key if self.forged else self.key
        token = jwt.encode(said, key, algorithm="RS256", headers={"kid": KEY_ID})
        return {"access_token": "unused", "token_type": "Bearer", "id_token": token}
