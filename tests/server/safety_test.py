"""What a server refuses: other hosts and sites, missing tokens, oversized, slow and malformed
requests; and that it answers the next one."""

import http.client
import json
import socket
import subprocess
import time
import unittest

from _server import API, PROGRAM, Server, ServerTest


def read_all(connection):
    """Everything until the server closes."""
    data = b""
    while True:
        try:
            piece = connection.recv(65_536)
        except ConnectionResetError:
            break
        if not piece:
            break
        data += piece
    return data


class Sites(ServerTest):
    options = ("--quiet",)

    def status(self, path="health", method="GET", body=None, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        status, found, answer = self.server.call(method, path, body, names)
        if status >= 400 and method != "HEAD":
            self.assertEqual(found["Content-Type"], "application/problem+json")
            self.assertEqual(answer["status"], status)
            self.assertTrue(answer["title"] and answer["detail"] and answer["type"])
        return status

    def test_other_names_are_refused(self):
        own = f"127.0.0.1:{self.server.port}"
        for host in (own, "localhost", "localhost:99", "[::1]"):
            self.assertEqual(self.status(Host=host), 200, host)
        for host in ("attacker.example", f"attacker.example:{self.server.port}", "192.168.0.7",
                     "127.0.0.1.attacker.example"):
            self.assertEqual(self.status(Host=host), 421, host)
            self.assertEqual(self.status(path="/", Host=host), 421, host)

    def test_other_sites_are_refused(self):
        own = f"http://127.0.0.1:{self.server.port}"
        self.assertEqual(self.status(Origin=own), 200)
        for origin in ("http://attacker.example", "null", own.replace("http", "https"),
                       "http://127.0.0.1:1"):
            self.assertEqual(self.status(Origin=origin), 403, origin)
            self.assertEqual(self.status("projects", "POST", {}, Origin=origin), 403)
        self.assertEqual(self.status(Sec_Fetch_Site="cross-site"), 403)
        self.assertEqual(self.status(Sec_Fetch_Site="same-origin"), 200)
        self.assertEqual(self.server.get("projects")["projects"], [])
        # What a form of another site can send.
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            self.assertEqual(self.status("projects", "POST", {}, Content_Type=kind), 415)

    def test_nobody_is_invited_to_read_across(self):
        for method in ("GET", "OPTIONS"):
            _, headers, _ = self.server.call(method, "health",
                                             headers={"Access-Control-Request-Method": "POST"})
            self.assertFalse([name for name in headers if name.lower().startswith("access-control")])
        self.assertEqual(self.status(method="OPTIONS"), 405)

    def test_every_answer_says_what_a_page_may_do(self):
        for path in ("/", "health", "nothing", "/nothing"):
            _, headers, _ = self.server.call("GET", path)
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            self.assertIn("script-src 'self';", headers["Content-Security-Policy"])
            self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_no_file_of_the_machine_is_served(self):
        for path in ("/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd",
                     "//etc/passwd", "/etc/passwd", "/index.html/../../etc/passwd", "/%00"):
            status, _, answer = self.server.call("GET", path)
            self.assertIn(status, (400, 404), path)
            self.assertNotIn("root:", json.dumps(answer))


class Tokens(ServerTest):
    options = ("--quiet", "--token", "0123456789abcdef")

    def test_a_token_that_is_wanted(self):
        self.assertEqual(self.server.fragment["token"], "0123456789abcdef")
        for wrong in ({}, {"Authorization": "Bearer 0123456789abcdeX"},
                      {"Authorization": "Bearer "}, {"Authorization": "0123456789abcdef"},
                      {"Authorization": "Bearer 0123456789abcdef0"}):
            status, headers, answer = self.server.call("GET", "projects", headers=wrong)
            self.assertEqual(status, 401, wrong)
            self.assertEqual(headers["WWW-Authenticate"], "Bearer")
            self.assertNotIn("0123456789abcdef", json.dumps(answer))
        status, _, _ = self.server.call("GET", f"{API}/projects?token=0123456789abcdef")
        self.assertEqual(status, 401)  # not in the path, where logs and histories would keep it
        right = {"Authorization": "Bearer 0123456789abcdef"}
        self.assertEqual(self.server.call("GET", "projects", headers=right)[0], 200)
        self.assertEqual(self.server.call("GET", "/")[0], 200)

    def test_a_short_token_is_refused(self):
        self.server.stop()
        with self.assertRaises(RuntimeError) as refused:
            self.start("--token", "short")
        self.assertIn("at least 16", str(refused.exception))

    def test_behind_a_proxy_the_link_is_the_proxys_and_a_token_is_made(self):
        def linked(*options):
            workspace = self.workspace.parent / f"w{len(options)}{options[-1][-3:]}"
            process = subprocess.Popen(
                [PROGRAM, "serve", "--quiet", "--port", "0", "--workspace", str(workspace), *options],
                text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            line = process.stdout.readline()
            process.terminate()
            _, message = process.communicate(timeout=60)
            return line.split()[-1] if line else "", message, process.returncode
        link, _, _ = linked("--origin", "https://Desk.example/", "--origin", "http://localhost:9")
        self.assertRegex(link, r"^https://desk\.example/#token=[a-z2-9]{32}$")
        link, _, _ = linked("--origin", "http://localhost:8080")
        self.assertEqual(link, "http://localhost:8080/")
        link, _, _ = linked("--origin", "http://localhost:8080", "--host", "desk", "net4")
        self.assertRegex(link, r"^http://localhost:8080/#project=\w+$")  # net4 is the model
        link, message, code = linked("--origin", "desk.example")
        self.assertEqual((link, code), ("", 2))
        self.assertIn("`desk.example` is no origin", message)
        self.assertIn("--origin https://desk.example", message)
        for host in ("http://desk", "desk:80", "a b", "desk/", "", "1.2.3.999", "1.2", "1:2:3",
                     "fe80::1%a b/c"):
            link, message, code = linked("--host", host)
            self.assertEqual((link, code), ("", 2), host)
            self.assertIn(f"`{host}` is no name of a machine", message)
            self.assertIn("--host desk.example", message)
        for host in ("Desk.example", "my_desk", "192.168.0.7", "fe80::1"):
            self.assertTrue(linked("--host", host)[0], host)

    def test_beyond_loopback_a_token_is_made(self):
        self.server.stop()
        first = self.start("--bind", "0.0.0.0")
        token = first.fragment["token"]
        self.assertRegex(token, r"^[a-z2-9]{32}$")
        self.assertEqual(first.call("GET", "health")[0], 401)
        right = {"Authorization": "Bearer " + token}
        self.assertEqual(first.call("GET", "health", headers=right)[0], 200)
        first.stop()
        second = self.start("--bind", "0.0.0.0")
        self.assertNotEqual(second.fragment["token"], token)


class Malformed(ServerTest):
    options = ("--quiet", "--header-seconds", "1", "--body-seconds", "1", "--idle-seconds", "2",
               "--max-connections", "24")

    def exchange(self, data):
        with self.server.connect() as connection:
            connection.sendall(data)
            return read_all(connection)

    def lives(self):
        self.assertEqual(self.server.get("health")["running"], 0)

    def test_garbage_is_answered_and_ended(self):
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
                     b"GET / HTTP/9.9\r\n\r\n", b"NONSENSE\r\n\r\n", b"\r\n\r\n\r\n\x00\x00",
                     b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
                     b"GET / HTTP/1.1\r\n: x\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"):
            answer = self.exchange(data)
            self.assertTrue(answer.startswith(b"HTTP/1.1 4") or answer == b"", (data, answer))
        self.lives()

    def test_a_request_has_one_host(self):
        for data in (b"GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n",
                     b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n"
                     b"Connection: close\r\n\r\n"):
            self.assertTrue(self.exchange(data).startswith(b"HTTP/1.1 400"), data)

    def test_two_lengths_smuggle_nothing(self):
        data = (b"POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Type: application/json\r\nContent-Length: 4\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertLessEqual(self.exchange(data).count(b"HTTP/1.1 200"), 1)
        self.assertNotIn(b'"running"', self.exchange(data).split(b"\r\n\r\n")[0])
        self.lives()

    def test_heads_and_bodies_have_bounds(self):
        head = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 20_000
        self.assertTrue(self.exchange(head + b"\r\n\r\n").startswith(b"HTTP/1.1 431"))
        many = b"".join(b"X-%d: y\r\n" % i for i in range(5000))
        self.assertTrue(self.exchange(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + many + b"\r\n")
                        .startswith(b"HTTP/1.1 431"))
        long = b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        self.assertTrue(self.exchange(long).startswith(b"HTTP/1.1 414"))
        status, _, answer = self.server.call("POST", "projects", raw=b"x" * 70_000,
                                             headers={"Content-Type": "application/json"})
        self.assertEqual(status, 413, answer)
        status, _, _ = self.server.call("GET", "health", raw=b"x" * 10)
        self.assertEqual(status, 413)
        self.lives()

    def test_an_oversized_upload_is_refused_before_it_is_read(self):
        sent = (b"PUT /api/v1/projects/a/files/b HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Type: application/json\r\nContent-Length: 4000000000\r\n")
        with self.server.connect() as connection:
            connection.sendall(sent + b"Expect: 100-continue\r\n\r\n")
            self.assertTrue(connection.recv(100).startswith(b"HTTP/1.1 413"))
        # One that never says how long it is, and is not read to its end either.
        with self.server.connect() as connection:
            connection.sendall(sent.replace(b"Content-Length: 4000000000", b"Transfer-Encoding: chunked")
                               + b"\r\n")
            piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
            answer = b""
            connection.settimeout(0.01)
            for _ in range(40):
                try:
                    connection.sendall(piece)
                except (ConnectionError, socket.timeout):
                    break
                try:
                    answer = connection.recv(100)
                    break
                except socket.timeout:
                    pass
            connection.settimeout(30)
            answer = answer or connection.recv(100)
            self.assertTrue(answer.startswith(b"HTTP/1.1 413"), answer)
        self.lives()

    def test_a_small_body_is_invited(self):
        body = b'{"name": "asked first"}'
        with self.server.connect() as connection:
            connection.sendall(b"POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nExpect: "
                               b"100-continue\r\nContent-Type: application/json\r\nConnection: close\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(body))
            self.assertTrue(connection.recv(100).startswith(b"HTTP/1.1 100"))
            connection.sendall(body)
            self.assertTrue(read_all(connection).startswith(b"HTTP/1.1 201"))

    def test_slow_clients_are_ended(self):
        """A head, a body and a pause, each a byte at a time: the server hangs up, others go on."""
        slow = [b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200,
                b"POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
                b"\r\nContent-Length: 300\r\n\r\n{" + b" " * 100, b""]
        at_once = (20, 106, 0)
        connections = [self.server.connect(30) for _ in slow]
        for connection, data, first in zip(connections, slow, at_once):
            connection.sendall(data[:first])
        ended = [False] * len(slow)
        for step in range(100):
            for i, connection in enumerate(connections):
                if ended[i]:
                    continue
                try:
                    connection.sendall(slow[i][at_once[i] + step:at_once[i] + step + 1])
                    connection.settimeout(0.02)
                    ended[i] = connection.recv(10) == b""
                except socket.timeout:
                    pass
                except ConnectionError:
                    ended[i] = True
            self.lives()
            if all(ended):
                break
            time.sleep(0.05)
        self.assertEqual(ended, [True] * len(slow))
        for connection in connections:
            connection.close()

    def test_too_many_connections_are_told_so(self):
        held = [self.server.connect() for _ in range(24)]
        time.sleep(0.2)
        with self.server.connect() as connection:
            connection.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = read_all(connection)
        self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 503"), answer)
        for connection in held:
            connection.close()
        for _ in range(100):
            try:
                self.lives()
                return
            except (OSError, http.client.HTTPException, AssertionError):
                time.sleep(0.05)
        self.lives()


class Protocol(ServerTest):
    options = ("--quiet",)

    def test_requests_in_one_packet_are_answered_in_order(self):
        get = b"GET /api/v1/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
        with self.server.connect() as connection:
            connection.sendall(get % (b"health", b"") + get % (b"nothing", b"") +
                               get % (b"models", b"") + get % (b"projects", b"Connection: close\r\n"))
            data = read_all(connection)
        order = [data.find(mark) for mark in (b'"running"', b"not-found", b'"models"', b'"projects"')]
        self.assertEqual(order, sorted(order))
        self.assertNotIn(-1, order)

    def test_a_connection_is_kept(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        used = set()
        for _ in range(20):
            connection.request("GET", f"{API}/health")
            answer = connection.getresponse()
            self.assertEqual(json.loads(answer.read())["running"], 0)
            used.add(connection.sock.getsockname())
        self.assertEqual(len(used), 1)
        connection.close()

    def test_old_clients_and_heads(self):
        with self.server.connect() as connection:
            connection.sendall(b"GET /api/v1/health HTTP/1.0\r\nHost: localhost\r\n\r\n")
            self.assertIn(b'"running"', read_all(connection))
        status, headers, data = self.server.call("HEAD", "/")
        self.assertEqual((status, data), (200, b""))
        _, whole, page = self.server.call("GET", "/")
        self.assertEqual(headers["Content-Length"], str(len(page)))
        status, _, data = self.server.call("GET", "/", headers={"If-None-Match": whole["ETag"]})
        self.assertEqual((status, data), (304, b""))

    def test_a_chunked_body_is_read(self):
        with self.server.connect() as connection:
            connection.sendall(b"POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\n"
                               b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                               b"Connection: close\r\n\r\n5\r\n{\"nam\r\n7\r\ne\":\"x\"}\r\n0\r\n\r\n")
            self.assertIn(b'"name":"x"', read_all(connection))

    def test_another_takes_the_next_port_and_a_taken_one_is_told(self):
        import subprocess
        taken = subprocess.run(
            [PROGRAM, "serve", "--workspace", f"{self.folder.name}/other", "--port",
             str(self.server.port)], text=True, capture_output=True, timeout=60, check=False)
        self.assertEqual(taken.returncode, 3)
        self.assertIn(f"at port {self.server.port}", taken.stderr)


if __name__ == "__main__":
    unittest.main()
