// Paths, queries, bodies and admission, without a socket.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/application.h"
#include "server/assets.h"
#include "server/http/fields.h"
#include "server/origin.h"
#include "server/transport/session.h"

namespace entente::server {
namespace {

using Parts = std::vector<std::string>;

TEST(Paths, AreSplitBeforeTheyAreDecoded) {
  Parts parts;
  EXPECT_TRUE(SplitPath("/a/b%20c/%2e%2E%2fd", parts));
  EXPECT_EQ(parts, (Parts{"a", "b c", "../d"}));
  for (const char* wrong : {"", "a", "*", "/%", "/%4", "/%4g", "/%00"}) {
    EXPECT_FALSE(SplitPath(wrong, parts)) << wrong;
  }
}

TEST(Queries, NameAFieldOnce) {
  std::map<std::string, std::string> fields;
  EXPECT_TRUE(SplitQuery("a=1&b=x+y%26z&c&=", fields));
  EXPECT_EQ(fields, (std::map<std::string, std::string>{
                        {"a", "1"}, {"b", "x y&z"}, {"c", ""}, {"", ""}}));
  fields.clear();
  EXPECT_FALSE(SplitQuery("a=1&a=2", fields));
  EXPECT_FALSE(SplitQuery("a=%zz", fields));
}

TEST(Fields, FirstFaultAndUnknownNames) {
  const auto detail = [](Fields& fields) {
    return nlohmann::json::parse(fields.Fault()->body)["detail"].get<std::string>();
  };
  Fields worlds(std::string(R"({"worlds": -3})"));
  EXPECT_EQ(worlds.Count("worlds", 7, 1, 9), 7U);
  EXPECT_EQ(detail(worlds), "`worlds` must be a whole number from 1 to 9");
  Fields half(std::string(R"({"worlds": 2.5})"));
  half.Count("worlds", 7, 1, 9);
  EXPECT_TRUE(half.Fault().has_value());
  Fields mistyped(std::string(R"({"wrolds": 3})"));
  mistyped.Count("worlds", 7, 1, 9);
  const auto body = nlohmann::json::parse(mistyped.Fault()->body);
  EXPECT_EQ(body["suggestion"], "did you mean `worlds`?");
  EXPECT_EQ(body["status"], 400);
  Fields null(std::string(R"({"worlds": null, "with": ["a", "b"], "set": {"x": 1e300}})"));
  EXPECT_EQ(null.Count("worlds", 7, 1, 9), 7U);
  EXPECT_EQ(null.TextList("with"), (Parts{"a", "b"}));
  EXPECT_EQ(null.NumberMap("set").at(0).second, 1e300);
  EXPECT_FALSE(null.Fault().has_value());
  for (const char* wrong : {"[]", "7", "{", "{\"a\":1}x", "\xff", "{\"a\":\"\xc3\"}"}) {
    Fields fields{std::string(wrong)};
    EXPECT_TRUE(fields.Fault().has_value()) << wrong;
  }
}

TEST(Fields, DeepNestingIsRefusedWithoutRecursion) {
  const std::string deep = "{\"a\":" + std::string(1'000'000, '[');
  Fields fields(deep);
  fields.Any("a");
  EXPECT_TRUE(fields.Fault().has_value());
  // Brackets in a text are no nesting.
  Fields text("{\"a\":\"" + std::string(1000, '[') + "\\\"[[\"}");
  EXPECT_EQ(text.Text("a").size(), 1003U);
  EXPECT_FALSE(text.Fault().has_value());
}

class Admissions : public testing::Test {
 protected:
  Admissions() { application_.routes = AllRoutes(); }
  int StatusOf(const Head& head) const {
    const Admission admission = Admit(application_, head);
    return admission.answer ? admission.answer->status : 0;
  }
  static Head Get(const std::string& target, const std::string& host = "127.0.0.1:8765") {
    Head head;
    head.method = "GET";
    head.target = target;
    head.host = host;
    return head;
  }
  Application application_;
};

TEST_F(Admissions, OnlyOurNames) {
  for (const char* host : {"127.0.0.1", "localhost:8765", "LOCALHOST", "[::1]:9", "127.9.9.9:1"}) {
    EXPECT_EQ(StatusOf(Get("/api/v1/health", host)), 0) << host;
  }
  for (const char* host : {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example",
                           "10.0.0.1", "[::2]"}) {
    EXPECT_EQ(StatusOf(Get("/api/v1/health", host)), 421) << host;
    EXPECT_EQ(StatusOf(Get("/", host)), 421) << host;
  }
  EXPECT_EQ(StatusOf(Get("/api/v1/health", "")), 400);
  EXPECT_EQ(StatusOf(Get("/api/v1/health", "[::1")), 400);
  application_.hosts = {"desk.example"};
  EXPECT_EQ(StatusOf(Get("/api/v1/health", "Desk.example:80")), 0);
  application_.beyond_loopback = true;
  EXPECT_EQ(StatusOf(Get("/api/v1/health", "10.0.0.1:8765")), 0);
  EXPECT_EQ(StatusOf(Get("/api/v1/health", "evil.example")), 421);
}

TEST_F(Admissions, OnlyOurPages) {
  Head head = Get("/api/v1/health");
  head.origin = "http://127.0.0.1:8765";
  EXPECT_EQ(StatusOf(head), 0);
  for (const char* origin : {"http://evil.example", "null", "https://127.0.0.1:8765",
                             "http://127.0.0.1:9999", "http://localhost:8765"}) {
    head.origin = origin;
    EXPECT_EQ(StatusOf(head), 403) << origin;
  }
  head.origin.clear();
  for (const char* site : {"cross-site", "same-site"}) {
    head.fetch_site = site;
    EXPECT_EQ(StatusOf(head), 403);
    Head page = Get("/");
    page.fetch_site = site;  // a link on another page may lead here
    EXPECT_EQ(StatusOf(page), 200);
  }
}

TEST_F(Admissions, PagesBehindAProxy) {
  application_.hosts = {"desk.example"};
  application_.origins = {"https://desk.example", "https://other.example:8443"};
  Head head = Get("/api/v1/health", "desk.example");
  for (const char* origin : {"https://desk.example", "HTTPS://Desk.Example", "http://desk.example",
                             "https://other.example:8443"}) {
    head.origin = origin;
    EXPECT_EQ(StatusOf(head), 0) << origin;
  }
  for (const char* origin : {"https://desk.example:8443", "https://other.example", "null",
                             "https://desk.example.evil.example", "https://evil.example"}) {
    head.origin = origin;
    EXPECT_EQ(StatusOf(head), 403) << origin;
  }
  head.origin = "https://desk.example";
  head.fetch_site = "cross-site";
  EXPECT_EQ(StatusOf(head), 403);
  EXPECT_EQ(StatusOf(Get("/api/v1/health", "other.example")), 421);  // not among the names here
}

TEST(Origins, AreReadAsBrowsersSendThem) {
  const auto text = [](const char* given) {
    const auto origin = ReadOrigin(given);
    return origin ? origin->text : "none";
  };
  EXPECT_EQ(text("https://desk.example"), "https://desk.example");
  EXPECT_EQ(text("HTTPS://Desk.Example:443/"), "https://desk.example");
  EXPECT_EQ(text("http://desk.example:80"), "http://desk.example");
  EXPECT_EQ(text("http://desk.example:443"), "http://desk.example:443");
  EXPECT_EQ(text("https://[::1]:8443"), "https://[::1]:8443");
  EXPECT_EQ(ReadOrigin("https://[2001:db8::7]")->host, "2001:db8::7");
  EXPECT_EQ(ReadOrigin("http://desk.example:8080")->host, "desk.example");
  for (const char* wrong :
       {"", "desk.example", "ftp://desk.example", "https://", "https://:443", "https://a/b",
        "https://a?b", "https://a@b", "https://a:0", "https://a:65536", "https://a:", "https://a:8x",
        "https://a b", "https://[::1", "https://[desk]", "https://*.example", "null", "*"}) {
    EXPECT_EQ(text(wrong), "none") << wrong;
  }
}

TEST_F(Admissions, OnlyWithTheToken) {
  application_.token = "correct-horse-battery";
  Head head = Get("/api/v1/health");
  EXPECT_EQ(StatusOf(head), 401);
  for (const char* wrong : {"Bearer ", "Bearer correct-horse-batter", "Basic correct-horse-battery",
                            "Bearer correct-horse-batteryX", "correct-horse-battery", "Bearer"}) {
    head.authorization = wrong;
    EXPECT_EQ(StatusOf(head), 401) << wrong;
  }
  head.authorization = "bearer correct-horse-battery";
  EXPECT_EQ(StatusOf(head), 0);
  EXPECT_EQ(StatusOf(Get("/")), 200);  // the page itself reads the token from its link
}

TEST_F(Admissions, PathsMethodsAndTypes) {
  EXPECT_EQ(StatusOf(Get("/api/v1/nothing")), 404);
  EXPECT_EQ(StatusOf(Get("/api")), 404);
  EXPECT_EQ(StatusOf(Get("/../etc/passwd")), 404);
  EXPECT_EQ(StatusOf(Get("/%2e%2e/etc/passwd")), 404);
  EXPECT_EQ(StatusOf(Get("no-slash")), 400);
  EXPECT_EQ(StatusOf(Get("/api/v1/health?a=%")), 400);
  EXPECT_EQ(StatusOf(Get("/" + std::string(9000, 'a'))), 414);
  Head head = Get("/api/v1/projects");
  head.method = "POST";
  EXPECT_EQ(StatusOf(head), 415);
  head.content_type = "text/plain";
  EXPECT_EQ(StatusOf(head), 415);
  head.content_type = "Application/JSON; charset=utf-8";
  EXPECT_EQ(StatusOf(head), 0);
  head.method = "TRACE";
  EXPECT_EQ(StatusOf(head), 405);
  Head file = Get("/api/v1/projects/abc/files/data/acts%20of%20peace.csv");
  EXPECT_EQ(Admit(application_, file).parts.at("path"), "data/acts of peace.csv");
}

TEST(Page, HasATagAndIsKnownByIt) {
  const Response page = PageFile("", "/", "");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<html"), std::string::npos);
  ASSERT_FALSE(page.fields.empty());
  ASSERT_EQ(page.fields[0].first, "ETag");
  EXPECT_EQ(PageFile("", "/", page.fields[0].second).status, 304);
  EXPECT_EQ(PageFile("", "/none.js", "").status, 404);
}

TEST(Requests, AreReadAsTheConnectionReadsThem) {
  Head head;
  std::string body;
  EXPECT_TRUE(ReadRequest("POST /x HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 2\r\n\r\nhi",
                          head, body));
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(body, "hi");
  EXPECT_TRUE(head.several_hosts);
  EXPECT_FALSE(ReadRequest("nonsense\r\n\r\n", head, body));
  EXPECT_FALSE(ReadRequest("GET /x HTTP/1.1\r\n", head, body));
}

}  // namespace
}  // namespace entente::server
