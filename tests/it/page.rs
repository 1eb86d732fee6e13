//! The local page over HTTP: who comes in, what is checked, and that it does what the commands do.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const NOW: &str = "2025-11-05T09:30:00+09:00";

/// A workspace with the made-up city's files, and the folders for what a program remembers of its user.
struct City {
    folder: tempfile::TempDir,
    root: PathBuf,
}

impl City {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // the page and the commands see the same name of the workspace
        let root = folder.path().join("市");
        for name in ["run", "state"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let city = Self { folder, root };
        let made = city.command(&["init", "市", "--demo"], city.folder.path()).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        city
    }

    fn command(&self, arguments: &[&str], within: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_torimatome"));
        command.args(arguments).current_dir(within);
        command.env("XDG_RUNTIME_DIR", self.folder.path().join("run")).env("XDG_STATE_HOME", self.folder.path().join("state"));
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("SOURCE_DATE_EPOCH");
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let done = self.command(arguments, &self.root).output().unwrap();
        (done.status.code().unwrap_or(-1), String::from_utf8_lossy(&done.stdout).into_owned())
    }

    fn open(&self, more: &[&str]) -> Page {
        let root = self.root.to_str().unwrap();
        let arguments = [&["open", root, "--no-browser", "--now", NOW], more].concat();
        Page::start(self.command(&arguments, self.folder.path()))
    }

    /// Every file of a folder of the workspace, by its path.
    fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.root.join(name)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let inside = path.strip_prefix(&self.root).unwrap().to_str().unwrap().to_owned();
                    found.insert(inside, fs::read(&path).unwrap());
                }
            }
        }
        found
    }
}

/// A page that is being served, and a browser that has come in.
struct Page {
    child: Child,
    address: String,
    port: u16,
    cookie: String,
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// One request on a connection of its own.
fn request(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(b"\r\n").unwrap();
    // a server that refuses may not read to the end
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
    Reply { status, head, body: answer[end + 4..].to_vec() }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl Page {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().to_owned();
        let port = address.split(':').nth(2).and_then(|rest| rest.split('/').next()).and_then(|port| port.parse().ok());
        let mut page = Self { child, port: port.unwrap_or_else(|| panic!("no address: {line}")), address, cookie: String::new() };
        let entered = page.bare("GET", &page.way_in());
        assert_eq!(entered.status, 303, "{}", entered.text());
        page.cookie = entered.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        page
    }

    fn way_in(&self) -> String {
        format!("/{}", self.address.rsplit('/').next().unwrap())
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn bare(&self, method: &str, path: &str) -> Reply {
        request(self.port, method, path, &[("Host", &self.host())], b"")
    }

    fn get(&self, path: &str) -> Reply {
        request(self.port, "GET", path, &[("Host", &self.host()), ("Cookie", &self.cookie)], b"")
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        let body = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        self.send(path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    fn send(&self, path: &str, media: &str, body: &[u8]) -> Reply {
        let origin = format!("http://{}", self.host());
        let headers =
            [("Host", self.host()), ("Cookie", self.cookie.clone()), ("Origin", origin), ("Content-Type", media.to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        request(self.port, "POST", path, &headers, body)
    }

    /// Sends files as a form does.
    fn upload(&self, period: &str, files: &[(&str, &[u8])]) -> Reply {
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        self.send(&format!("/upload?p={period}"), "multipart/form-data; boundary=b", &body)
    }

    /// Waits until nothing is under way.
    fn rest(&self) {
        let begun = Instant::now();
        loop {
            let job: Value = serde_json::from_slice(&self.get("/job").body).unwrap();
            if job["running"] == false {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{job}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A view, once what it needs was read.
    fn view(&self, path: &str) -> String {
        self.get(path);
        self.rest();
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}");
        reply.text()
    }

    fn build(&self, path: &str, form: &[(&str, &str)]) -> String {
        self.rest();
        let reply = self.post(path, form);
        assert_eq!(reply.status, 303, "{}", reply.text());
        self.rest();
        self.get(reply.header("location").unwrap()).text()
    }
}

/// The value of the first hidden field of this name after a text.
fn field_after<'t>(text: &'t str, from: &str, name: &str) -> &'t str {
    let rest = &text[text.find(from).unwrap_or_else(|| panic!("no {from}"))..];
    let mark = format!("name=\"{name}\" value=\"");
    let rest = &rest[rest.find(&mark).unwrap_or_else(|| panic!("no {name}")) + mark.len()..];
    &rest[..rest.find('"').unwrap()]
}

#[test]
fn who_may_come_in() {
    let city = City::new();
    let page = city.open(&[]);
    // the token was used: nobody else comes in with it, but the browser that did may look again
    assert_eq!(page.bare("GET", &page.way_in()).status, 403);
    assert_eq!(page.get(&page.way_in()).status, 303);
    for path in ["/", "/period", "/findings", "/assets/page.js", "/file?folder=2025H1&path=run.json", "/?token=0", "/alive"] {
        let reply = page.bare("GET", path);
        assert_eq!(reply.status, 403, "{path}");
        assert!(!reply.text().contains("総務課"), "{path}");
    }
    let own = page.host();
    let with = |method: &str, path: &str, more: &[(&str, &str)]| {
        let cookie = [("Cookie", page.cookie.as_str())];
        request(page.port, method, path, &[&cookie[..], more].concat(), b"").status
    };
    assert_eq!(with("GET", "/start", &[("Host", &own)]), 200);
    assert_eq!(with("GET", "/start", &[("Host", "evil.example")]), 421, "a name that was made to point here");
    assert_eq!(with("GET", "/start", &[("Host", &own), ("Origin", "http://evil.example")]), 403);
    assert_eq!(with("GET", "/start", &[("Host", &own), ("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(with("POST", "/build", &[("Host", &own)]), 403, "a form says where it comes from");
    assert_eq!(with("POST", "/build", &[("Host", &own), ("Origin", "null")]), 403);
    assert_eq!(with("DELETE", "/start", &[("Host", &own), ("Origin", &format!("http://{own}"))]), 405);
    let reply = page.get("/start");
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    let cookie = page.cookie.clone();
    let entered = page.bare("POST", "/again");
    assert_eq!((entered.status, cookie.is_empty()), (403, false), "only the same user has the secret");
}

#[test]
fn a_second_start_finds_the_page_and_gets_a_fresh_token() {
    let city = City::new();
    let page = city.open(&[]);
    let (status, address) = city.run(&["open", ".", "--no-browser"]);
    assert_eq!(status, 0);
    assert!(address.starts_with(&format!("http://127.0.0.1:{}/?token=", page.port)), "{address}");
    assert_ne!(address.trim(), page.address);
    let way = format!("/{}", address.trim().rsplit('/').next().unwrap());
    assert_eq!(page.bare("GET", &way).status, 303);
    assert_eq!(page.bare("GET", &way).status, 403);
    // when the first is gone, the next is served anew
    drop(page);
    let again = city.open(&[]);
    assert_eq!(again.get("/start").status, 200);
}

#[test]
fn it_ends_by_itself_and_when_it_is_asked_to() {
    let city = City::new();
    let mut page = city.open(&["--idle", "1"]);
    let begun = Instant::now();
    let ended = loop {
        if let Some(status) = page.child.try_wait().unwrap() {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(ended.success());
    let mut page = city.open(&[]);
    assert_eq!(page.post("/quit", &[]).status, 200);
    assert!(page.child.wait().unwrap().success());
}

#[test]
fn files_are_received_as_they_are_and_never_overwrite() {
    let city = City::new();
    city.run(&["build", "--period", "2025H2", "--no-pdf"]);
    let page = city.open(&[]);
    let inbox = city.root.join("inbox/2025H2");
    let there = fs::read(inbox.join("03_総務課_取組状況.xlsx")).unwrap();
    let reply = page.upload(
        "2025H2",
        &[
            ("03_総務課_取組状況.xlsx", b"other"),
            ("<b>&\u{27}新.csv", b"1"),
            ("新しい課 & 係.csv", b"2"),
            ("../../../外.csv", b"3"),
        ],
    );
    assert_eq!(reply.status, 303);
    assert_eq!(fs::read(inbox.join("03_総務課_取組状況.xlsx")).unwrap(), there);
    assert_eq!(fs::read(inbox.join("03_総務課_取組状況 (2).xlsx")).unwrap(), b"other");
    assert_eq!(fs::read(inbox.join("新しい課 & 係.csv")).unwrap(), b"2");
    assert!(inbox.join("外.csv").is_file() && !city.root.join("外.csv").exists());
    // a period that cannot be read is no other one
    assert!(page.upload("2025-99", &[("迷子.csv", b"4")]).status >= 400);
    assert!(!inbox.join("迷子.csv").exists() && !city.root.join("inbox/2025H1/迷子.csv").exists());
    let text = page.get(reply.header("location").unwrap()).text();
    assert!(text.contains("新しい課 &amp; 係.csv") && text.contains("受け取れません"), "{text}");
    // a name that no program gives: the file lies there all the same, and is shown, not run; Windows allows no such name
    if cfg!(unix) {
        fs::write(inbox.join("<img src=x onerror=alert(1)>.csv"), "課名,取組\n").unwrap();
    }
    for path in ["/period?p=2025H2", "/findings?p=2025H2&show=all&severity=any", "/records?p=2025H2"] {
        let text = page.view(path);
        assert!(!text.contains("<img"), "{path}");
    }
    assert!(cfg!(windows) || page.view("/period?p=2025H2").contains("&lt;img src=x"));
    assert_eq!(page.send("/upload?p=2025H2", "text/plain", b"x").status, 400);
    // a form longer than any is not read to its end
    let mut stream = TcpStream::connect(("127.0.0.1", page.port)).unwrap();
    let head = format!(
        "POST /answer HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\nContent-Length: 4000000\r\n\r\n",
        page.host(),
        page.cookie
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b'a'; 1 << 20]).unwrap();
    let _ = stream.write_all(b"more");
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 413");
}

#[test]
fn the_answer_of_a_refused_request_arrives_however_much_was_sent() {
    let city = City::new();
    let page = city.open(&[]);
    let own = format!("http://{}", page.host());
    let body = vec![b'a'; 32 << 20];
    for (path, media, origin, cookie, status) in [
        ("/upload?p=2025H2", "text/plain", &*own, &*page.cookie, 400),
        ("/upload?p=2025H2", "multipart/form-data; boundary=b", &own, &page.cookie, 303),
        ("/upload?p=2025H2", "multipart/form-data; boundary=b", "http://evil.example", &page.cookie, 403),
        ("/upload?p=2025H2", "multipart/form-data; boundary=b", &own, "none=1", 403),
        ("/answer", "application/x-www-form-urlencoded", &own, &page.cookie, 413),
    ] {
        let headers = [("Host", page.host()), ("Origin", origin.to_owned()), ("Cookie", cookie.to_owned())];
        let mut head = format!("POST {path} HTTP/1.1\r\nContent-Type: {media}\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(("127.0.0.1", page.port)).unwrap();
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        stream.write_all(&body).unwrap_or_else(|error| panic!("{path} {media} {origin}: {error}"));
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(first, *format!("HTTP/1.1 {status}").as_bytes(), "{path} {media} {origin}");
    }
}

#[test]
fn only_what_was_written_is_sent() {
    let city = City::new();
    city.run(&["build", "--period", "2025H1", "--now", NOW]);
    let page = city.open(&[]);
    let file = |folder: &str, path: &str| page.get(&format!("/file?folder={}&path={}", encoded(folder), encoded(path)));
    let report = file("2025H1", "報告書.pdf");
    assert_eq!((report.status, report.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(report.body, fs::read(city.root.join("out/2025H1/報告書.pdf")).unwrap());
    assert!(report.header("content-disposition").unwrap().starts_with("attachment"));
    let ways = [
        ("2025H1", "../../torimatome.toml"),
        ("2025H1", "run.json/../../../torimatome.toml"),
        ("..", "torimatome.toml"),
        ("2025H1/..", "decisions.toml"),
        ("/etc", "passwd"),
        ("forms/..", "torimatome.toml"),
        ("2025H1", "/etc/passwd"),
        ("2025H1", ".torimatome/lock"),
    ];
    for (folder, path) in ways {
        assert_eq!(file(folder, path).status, 404, "{folder} {path}");
    }
    #[cfg(unix)]
    {
        // what the account lists and somebody has replaced by a link elsewhere
        fs::remove_file(city.root.join("out/2025H1/確認結果.html")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", city.root.join("out/2025H1/確認結果.html")).unwrap();
        assert_eq!(file("2025H1", "確認結果.html").status, 404);
    }
}

#[test]
fn a_month_by_the_page_leaves_the_same_bytes_as_by_commands() {
    let city = City::new();
    let page = city.open(&[]);
    let built = page.build("/build", &[("p", "2025H1")]);
    assert!(built.contains("取りまとめ、"), "{built}");
    // two findings are answered, one of them taken back; one record is edited
    let findings = page.view("/findings?p=2025H1");
    let key = field_after(&findings, "<article", "key").to_owned();
    let answer =
        |given: &str| page.post("/answer", &[("p", "2025H1"), ("key", &key), ("answer", given), ("note", "課に確認した")]);
    assert_eq!(answer("確認済み").status, 303);
    assert!(fs::read_to_string(city.root.join("decisions.toml")).unwrap().contains("課に確認した"));
    assert_eq!(page.post("/undo", &[("p", "2025H1")]).status, 303);
    assert!(!fs::read_to_string(city.root.join("decisions.toml")).unwrap().contains("課に確認した"));
    assert_eq!(answer("差戻し").status, 303);
    assert!(page.view("/period?p=2025H1").contains("差戻し中"));
    let records = page.view("/records?p=2025H1");
    let id = field_after(&records, "<article", "record").to_owned();
    let edited =
        page.post("/edit", &[("p", "2025H1"), ("record", &id), ("planned", "画面で直した予定"), ("memo", "電話で聞いた")]);
    assert_eq!(edited.status, 303);
    assert!(page.view(&format!("/records?p=2025H1&q={id}")).contains("画面で直した予定"));
    // ＲＰＡ finds RPA
    assert!(page.view("/records?p=2025H1&q=%EF%BC%B2%EF%BC%B0%EF%BC%A1").contains("RPAの"));
    page.build("/build", &[("p", "2025H1")]);
    assert_eq!(page.post("/close", &[("p", "2025H1")]).header("location"), Some("/close?p=2025H1"), "a second look first");
    assert!(page.view("/close?p=2025H1").contains("この期間を締める"));
    assert!(page.build("/close", &[("p", "2025H1"), ("sure", "yes")]).contains("締めました"));
    page.build("/build", &[("p", "2025H2")]);
    let made = page.build("/forms", &[("p", "2025H2")]);
    assert!(made.contains("照会文.docx"), "{made}");
    let letter = page.get(&format!("/file?folder={}&path={}", encoded("forms/2026H1"), encoded("照会文.docx")));
    assert_eq!(letter.body, fs::read(city.root.join("forms/2026H1/照会文.docx")).unwrap());

    let other = City::new();
    let done = |arguments: &[&str]| {
        let (status, text) = other.run(&[arguments, &["--now", NOW]].concat());
        assert!(status < 2, "{arguments:?}: {text}");
    };
    done(&["build", "--period", "2025H1"]);
    fs::copy(city.root.join("decisions.toml"), other.root.join("decisions.toml")).unwrap();
    done(&["build", "--period", "2025H1"]);
    done(&["build", "--period", "2025H1", "--finalise"]);
    done(&["build", "--period", "2025H2"]);
    // the page makes the forms from the period that it shows
    done(&["forms", "inbox/2025H2", "--period", "2026H1"]);
    for folder in ["out", "forms", "inbox"] {
        let (by_page, by_command) = (city.files(folder), other.files(folder));
        assert_eq!(by_page.keys().collect::<Vec<_>>(), by_command.keys().collect::<Vec<_>>());
        let differ: Vec<&String> = by_page.keys().filter(|name| by_page[*name] != by_command[*name]).collect();
        assert!(differ.is_empty(), "{differ:?}");
    }
    let history = |city: &City| city.run(&["history", "--format", "json"]).1;
    assert_eq!(history(&city), history(&other));
    assert!(page.get("/history").text().contains("締め"));
}

/// One small table of each kind beside 取組状況.
const OTHER_KINDS: [(&str, &str); 4] = [
    ("工程.csv", "工程表\n番号,取組名,担当課,令和7年度,令和8年度\n1,電子申請,総務課,準備,実施\n"),
    (
        "指標.csv",
        "担当課：総務課,,,,\n基本目標1：便利なくらし,,,,\n基本施策,指標,目標値（令和7年度）,実績値（令和7年度）,評価\n\
         ①,電子申請の割合,60%,52%,○\n",
    ),
    ("施策.csv", "担当課：総務課\n基本目標1：便利なくらし\n番号,施策,重点,内容\n1,窓口の改善,○,案内を増やす\n"),
    (
        "対応.csv",
        "対応一覧\n項目,名称,課名,対応有無,状況,備考\n窓口,住民票,市民窓口課,○,対応済,\n窓口,印鑑,市民窓口課,×,検討中,\n",
    ),
];

#[test]
fn records_of_every_kind_are_edited_as_in_the_workbook() {
    let city = City::new();
    for (name, text) in OTHER_KINDS {
        fs::write(city.root.join("inbox/2025H1").join(name), text).unwrap();
    }
    let declared = "予算執行状況_財政課.xlsx";
    fs::copy(crate::common::repository("samples/tables").join(declared), city.root.join("inbox/2025H1").join(declared)).unwrap();
    let page = city.open(&[]);
    page.view("/records?p=2025H1");
    let mut seen = Vec::new();
    for table in (0..5).rev() {
        let view = page.view(&format!("/records?p=2025H1&table={table}"));
        assert!(view.contains(&format!("value=\"{table}\" selected")), "{table}");
        let kind = field_after(&view, "<article", "kind").to_owned();
        let record = field_after(&view, "<article", "record").to_owned();
        let (number, memo) = (table.to_string(), format!("メモ {kind} {table}"));
        let mut form = vec![
            ("p", "2025H1"),
            ("kind", &*kind),
            ("record", &record),
            ("table", &number),
            ("check", "要確認"),
            ("memo", &memo),
        ];
        if kind == "tables" {
            form.extend([("f.item", "画面で直した目"), ("f.budget", "12,345")]);
        }
        let edited = page.post("/edit", &form);
        assert_eq!(edited.status, 303, "{kind}: {}", edited.text());
        let view = page.view(&format!("/records?p=2025H1&table={table}&only=edited"));
        assert_eq!(view.matches("<article").count(), 1, "{kind}");
        assert!(view.contains(&memo) && view.contains("要確認"), "{kind}: {view}");
        assert!(kind != "tables" || view.contains("画面で直した目") && view.contains("12,345"), "{view}");
        seen.push((kind, memo));
    }
    let kinds: std::collections::BTreeSet<&str> = seen.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["checklists", "indicators", "measures", "schedule", "tables"]);
    // the last one is taken back, on the same list
    let view = page.view("/records?p=2025H1&table=0");
    let (kind, record) = (field_after(&view, "<article", "kind"), field_after(&view, "<article", "record"));
    let withdrawn = "取り消すメモ";
    assert_eq!(page.post("/edit", &[("p", "2025H1"), ("kind", kind), ("record", record), ("memo", withdrawn)]).status, 303);
    let undone = page.post("/undo", &[("p", "2025H1"), ("view", "records"), ("table", "0")]);
    assert!(undone.header("location").unwrap().starts_with("/records?"));
    page.build("/build", &[("p", "2025H1")]);
    let decided = fs::read(city.root.join("decisions.toml")).unwrap();
    let workbook = fs::read(city.root.join("out/2025H1/取りまとめ.xlsx")).unwrap();
    let mut texts = String::new();
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    for at in 0..parts.len() {
        let _ = parts.by_index(at).unwrap().read_to_string(&mut texts);
    }
    assert!(seen.iter().all(|(_, memo)| texts.contains(memo)) && !texts.contains(withdrawn), "{seen:?}");
    assert!(texts.contains("画面で直した目"));
    assert!(!page.view("/findings?p=2025H1&show=all&severity=any").contains("12,345"), "the edit of a number is read");
    // read back from the workbook, they are the same edits
    assert!(city.run(&["build", "--period", "2025H1", "--now", NOW]).0 < 2);
    assert_eq!(fs::read(city.root.join("decisions.toml")).unwrap(), decided);
    for (kind, record) in [("checklists", "none"), ("none", "1-1")] {
        assert_eq!(page.post("/edit", &[("p", "2025H1"), ("kind", kind), ("record", record), ("memo", "x")]).status, 409);
    }
}

#[test]
fn a_command_beside_it_and_the_page_do_not_write_at_once() {
    let city = City::new();
    let page = city.open(&[]);
    page.view("/findings?p=2025H1");
    let staging = city.root.join("out/2025H1/.torimatome");
    fs::create_dir_all(&staging).unwrap();
    let lock = fs::File::create(staging.join("lock")).unwrap();
    lock.lock().unwrap();
    let built = page.build("/build", &[("p", "2025H1")]);
    assert!(built.contains("class=\"failure\""), "{built}");
    let findings = page.view("/findings?p=2025H1");
    let key = field_after(&findings, "<article", "key").to_owned();
    let decided = fs::read(city.root.join("decisions.toml")).ok();
    let refused = page.post("/answer", &[("p", "2025H1"), ("key", &key), ("answer", "確認済み")]);
    assert_eq!(refused.status, 409);
    assert_eq!(fs::read(city.root.join("decisions.toml")).ok(), decided);
    drop(lock);
    assert!(page.build("/build", &[("p", "2025H1")]).contains("取りまとめ、"));
}

#[test]
fn a_workspace_is_made_and_chosen_on_the_page() {
    let city = City::new();
    let page = Page::start(city.command(&["open", "--no-browser", "--now", NOW], city.folder.path()));
    assert!(page.get("/").text().contains("はじめに"));
    assert_eq!(page.get("/findings").header("location"), Some("/start"));
    let root = city.folder.path().join("練習");
    assert_eq!(page.post("/workspace", &[("path", root.to_str().unwrap())]).status, 409);
    assert_eq!(page.post("/init", &[("path", "練習"), ("demo", "yes")]).status, 409, "a whole path is asked for");
    assert_eq!(page.post("/init", &[("path", root.to_str().unwrap()), ("demo", "yes")]).status, 303);
    assert!(page.view("/period").contains("提出状況"));
    assert_eq!(page.post("/period", &[("new", "R8上半期")]).header("location"), Some("/period?p=2026H1"));
    assert!(root.join("inbox/2026H1").is_dir());
    assert_eq!(page.post("/workspace", &[("path", city.root.to_str().unwrap())]).status, 303);
    assert!(page.get("/start").text().contains("練習"), "the last one is offered again");
    assert_eq!(page.post("/lang", &[("lang", "en")]).status, 303);
    assert!(page.get("/start").text().contains("Open a workspace"));
}
