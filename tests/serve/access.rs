//! Who gets what from the preview: hosts, origins, tokens, paths and headers.

use super::{HARBOUR, PROMPT, SEED, client::Served, small};
use crate::driver::tree;

#[test]
fn every_answer_carries_the_headers_that_keep_other_sites_out() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    let home = served.get("/").text();
    let sheet = home.split("href=\"").find(|part| part.contains(".css\"")).expect("a style sheet");
    let sheet = sheet.split('"').next().expect("its address");
    let refused = served.ask("GET / HTTP/1.1\r\nHost: evil.example\r\n", "");
    let mut stream = served.ask(&format!("GET /_dossier/events HTTP/1.1\r\nHost: {}\r\n", served.host()), "");
    stream.body.clear();
    let answers = [
        ("home", served.get("/"), 200),
        ("sheet", served.get(sheet), 200),
        ("feed", served.get("/atom.xml"), 200),
        ("missing", served.get("/nothing/"), 404),
        ("redirect", served.get("/articles/harbour"), 302),
        ("script", served.get("/_dossier/reload.js"), 200),
        ("no script", served.get("/_dossier/other"), 404),
        ("refused", refused, 403),
        ("no token", stream, 403),
    ];
    for (name, answer, status) in answers {
        assert_eq!(answer.status, status, "{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{name}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{name}");
        let policy = answer.header("content-security-policy").expect(name);
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{name}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{name}");
        assert!(answer.header("referrer-policy").is_some() && answer.header("permissions-policy").is_some());
    }
    for (path, kind) in [
        ("/", "text/html"),
        (sheet, "text/css"),
        ("/atom.xml", "application/xml"),
        ("/robots.txt", "text/plain"),
    ] {
        assert!(served.get(path).header("content-type").expect(path).starts_with(kind), "{path}");
    }
    let head = served.ask(&format!("HEAD / HTTP/1.1\r\nHost: {}\r\n", served.host()), "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn only_hosts_of_this_machine_are_answered() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    let port = served.port;
    let ask = |host: &str| served.ask(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n"), "").status;
    for good in ["localhost", "127.0.0.1", "[::1]", "kuril.localhost", "LocalHost"] {
        assert_eq!(ask(&format!("{good}:{port}")), 200, "{good}");
    }
    for bad in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.example",
        "192.168.0.1",
        "0.0.0.0",
        "xlocalhost",
    ] {
        assert_eq!(ask(&format!("{bad}:{port}")), 403, "{bad}");
    }
    assert_eq!(ask("localhost"), 403, "without its port");
    assert_eq!(ask(&format!("localhost:{}", port ^ 1)), 403);
    // Hyper itself refuses some of what makes no sense.
    let twice = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\n");
    assert!((400..404).contains(&served.ask(&twice, "").status));
    assert!((400..404).contains(&served.ask("GET / HTTP/1.1\r\n", "").status));
    let whole = format!("GET http://evil.example:{port}/ HTTP/1.1\r\nHost: localhost:{port}\r\n");
    assert_eq!(served.ask(&whole, "").status, 403);
    for path in ["/_dossier/reload.js", "/_dossier/events", HARBOUR] {
        assert_eq!(
            served.ask(&format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\n"), "").status,
            403,
            "{path}"
        );
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    for path in [
        "/../dossier.yaml",
        "/..%2fdossier.yaml",
        "/%2e%2e/dossier.yaml",
        "/articles/../../dossier.yaml",
        "/dossier.yaml",
        "/content/articles/harbour.md",
        "/etc/passwd",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/..\\dossier.yaml",
        "/%00",
        "/%ff",
        "/static/../dossier.yaml",
        "/_dossier/../dossier.yaml",
        "/_dossier/..%2f..%2fdossier.yaml",
        "/.dossier/memo.index",
        "/articles/harbour/index.html%00.css",
        "/_dossier/",
        "/_dossier",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        assert!(!answer.text().contains("title: Harbours"), "{path}");
    }
    let elsewhere = served.get("//evil.example/..//articles");
    assert_ne!(elsewhere.status, 200);
    assert!(elsewhere.header("location").is_none_or(|to| !to.starts_with("//")));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let head = format!("{method} {HARBOUR} HTTP/1.1\r\nHost: {}\r\n", served.host());
        assert_eq!(served.ask(&head, "").status, 405, "{method}");
    }
}

#[test]
fn listening_and_opening_need_the_token_and_the_same_origin() {
    let dossier = small().edit("content/articles/broken.md", "---\ntitle: [\n---\n");
    let mark = dossier.root().join("opened");
    let editor = format!("touch {}", mark.display());
    let served = Served::start(&dossier, &["--editor", &editor]);
    let (token, _) = served.ticket("/");
    let host = served.host();
    let listen = |token: &str, more: &str| {
        served
            .ask(&format!("GET /_dossier/events?token={token}&page=/ HTTP/1.1\r\nHost: {host}\r\n{more}"), "")
            .status
    };
    assert_eq!(listen("", ""), 403);
    assert_eq!(listen(&"0".repeat(32), ""), 403);
    assert_eq!(listen(&token, "Origin: http://evil.example\r\n"), 403);
    assert_eq!(listen(&token, "Origin: null\r\n"), 403);
    assert_eq!(listen(&token, "Sec-Fetch-Site: cross-site\r\n"), 403);
    let problem = served.listen("/").next(PROMPT).expect("the problem")["problems"][0].clone();
    let (path, line) = (problem["path"].as_str().expect("a path"), problem["line"].as_u64().expect("a line"));
    let open = |headers: &str, path: &str, line: u64| {
        let body = format!("{{\"path\":\"{path}\",\"line\":{line}}}");
        served.ask(&format!("POST /_dossier/open HTTP/1.1\r\nHost: {host}\r\n{headers}"), &body).status
    };
    let origin = format!("Origin: http://{host}\r\n");
    let ours = format!("{origin}X-Dossier-Token: {token}\r\n");
    assert_eq!(open("", path, line), 403);
    assert_eq!(open(&origin, path, line), 403, "no token");
    assert_eq!(open(&format!("X-Dossier-Token: {token}\r\n"), path, line), 403, "no origin");
    assert_eq!(
        open(&format!("Origin: http://evil.example\r\nX-Dossier-Token: {token}\r\n"), path, line),
        403
    );
    assert_eq!(open(&ours, "../../etc/passwd", 1), 403, "only what is wrong can be opened");
    assert_eq!(open(&ours, "dossier.yaml", 1), 403);
    assert!(!mark.exists());
    assert_eq!(open(&ours, path, line), 204);
    served.until("the editor was called", |_| mark.exists().then_some(()));
}

#[test]
fn decisions_need_the_token_in_a_header_and_the_same_origin() {
    let dossier = small().edit("seeds/talks.txt", SEED);
    let served = Served::start(&dossier, &[]);
    let (token, _) = served.ticket("/");
    let host = served.host();
    let before = tree(&dossier.root());
    let (origin, ours) = (format!("Origin: http://{host}\r\n"), format!("X-Dossier-Token: {token}\r\n"));
    let look = |headers: &str| {
        served.ask(&format!("GET /_dossier/waiting HTTP/1.1\r\nHost: {host}\r\n{headers}"), "")
    };
    assert_eq!(look("").status, 403);
    assert_eq!(look("X-Dossier-Token: 00000000000000000000000000000000\r\n").status, 403);
    assert_eq!(look(&format!("{ours}Origin: http://evil.example\r\n")).status, 403);
    assert_eq!(look(&format!("{ours}Sec-Fetch-Site: cross-site\r\n")).status, 403);
    let waiting: serde_json::Value = serde_json::from_slice(&look(&ours).body).expect("JSON");
    let item = waiting["items"].as_array().expect("items").iter().find(|item| item["article"] != "");
    let item = item.expect("a suggestion of an article");
    let accept = |key: &str| {
        serde_json::json!({"article": item["article"], "id": item["id"], "key": key, "ruling": "accept"})
            .to_string()
    };
    let key = item["key"].as_str().expect("a key");
    let send = |what: &str, headers: &str, body: &str| {
        served.ask(&format!("POST /_dossier/{what} HTTP/1.1\r\nHost: {host}\r\n{headers}"), body)
    };
    for what in ["decide", "undo"] {
        for headers in [
            String::new(),
            origin.clone(),
            ours.clone(),
            format!("{origin}Cookie: token={token}\r\n"),
            format!("{origin}X-Dossier-Token: {}\r\n", &token[1..]),
            format!("Origin: null\r\n{ours}"),
            format!("Origin: http://evil.example\r\n{ours}"),
            format!("Origin: https://{host}\r\n{ours}"),
            format!("Origin: http://localhost:1\r\n{ours}"),
            format!("{origin}{ours}Sec-Fetch-Site: cross-site\r\n"),
            format!("{origin}{ours}Sec-Fetch-Site: same-site\r\n"),
            format!("{origin}Origin: http://evil.example\r\n{ours}"),
        ] {
            assert_eq!(send(what, &headers, &accept(key)).status, 403, "{what}: {headers}");
        }
        let elsewhere = format!("POST /_dossier/{what} HTTP/1.1\r\nHost: evil.example\r\n{origin}{ours}");
        assert_eq!(served.ask(&elsewhere, &accept(key)).status, 403);
        let asked = format!("GET /_dossier/{what} HTTP/1.1\r\nHost: {host}\r\n{origin}{ours}");
        assert_eq!(served.ask(&asked, "").status, 405, "a link must not decide");
    }
    let good = format!("{origin}{ours}");
    for nonsense in [
        "",
        "{",
        "[]",
        "{\"ruling\":\"accept\"}",
        "{\"article\":\"../x\",\"id\":\"q\",\"ruling\":\"accept\"}",
    ] {
        assert!([400, 409].contains(&send("decide", &good, nonsense).status), "{nonsense}");
    }
    assert_eq!(send("decide", &good, &accept("another")).status, 409);
    assert_eq!(send("undo", &good, "").status, 409, "there is nothing to undo");
    assert_eq!(tree(&dossier.root()), before, "a refused request has written something");
    assert_eq!(send("decide", &good, &accept(key)).status, 200);
    assert_ne!(tree(&dossier.root()), before);
    assert_eq!(send("undo", &good, "").status, 200);
    assert_eq!(tree(&dossier.root()), before);
}
