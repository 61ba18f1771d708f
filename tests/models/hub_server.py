"""A small local server that speaks the hub's protocol: model info, search, files with ranges and checksums."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REVISION = "a" * 40


class HubServer:
    """Serves `folder` as the repository `repository`. `cut` makes the first answers for weights end too early;
    `damage` flips a byte of them."""

    def __init__(self, folder: Path, repository: str) -> None:
        self.folder, self.repository = folder, repository
        self.cut = 0
        self.damage = False
        self.requests: list[tuple[str, str, str]] = []  # method, path, range
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer(body=False)

            def do_GET(self) -> None:
                self._answer(body=True)

            def _answer(self, body: bool) -> None:
                server.requests.append((self.command, self.path, self.headers.get("Range", "")))
                path = self.path.partition("?")[0]
                if path == f"/api/models/{server.repository}":
                    return self._json(server.info())
                if path == "/api/models":
                    return self._json([{"_id": "1", "id": server.repository, "modelId": server.repository}])
                start = f"/{server.repository}/resolve/{REVISION}/"
                file = server.folder / path.removeprefix(start)
                if path.startswith(start) and file.is_file():
                    return self._file(file, body)
                self.send_response(404)
                self.send_header("X-Error-Code", "RepoNotFound")
                self.send_header("Content-Length", "0")
                return self.end_headers()

            def _json(self, value: object) -> None:
                data = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _file(self, file: Path, body: bool) -> None:
                data = file.read_bytes()
                etag = hashlib.sha256(data).hexdigest()
                weights = file.suffix == ".safetensors"
                if weights and server.damage:
                    data = data[:-1] + bytes([data[-1] ^ 1])
                total, start = len(data), 0
                wanted = self.headers.get("Range", "")
                if wanted:
                    start = int(wanted.removeprefix("bytes=").partition("-")[0])
                    self.send_response(206)
                    self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
                else:
                    self.send_response(200)
                self.send_header("ETag", f'"{etag}"')
                self.send_header("X-Repo-Commit", REVISION)
                self.send_header("Accept-Ranges", "bytes")
                self.send_header("Content-Length", str(total - start))
                self.end_headers()
                if not body:
                    return
                data = data[start:]
                if weights and server.cut:
                    server.cut -= 1
                    self.wfile.write(data[: len(data) // 2])
                    self.wfile.flush()
                    self.close_connection = True
                    return
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def info(self) -> dict[str, object]:
        siblings = []
        for file in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            data = file.read_bytes()
            sibling: dict[str, object] = {"rfilename": file.relative_to(self.folder).as_posix(), "size": len(data)}
            if file.suffix in (".safetensors", ".bin", ".pt"):
                digest = hashlib.sha256(data).hexdigest()
                sibling["lfs"] = {"sha256": digest, "size": len(data), "pointerSize": 134}
            siblings.append(sibling)
        return {"_id": "1", "id": self.repository, "modelId": self.repository, "sha": REVISION, "siblings": siblings}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
