//! A server that is reached by ssh: a real sshd on this machine.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{article, assert_published, deploy, dossier, linked_tree, there_is};
use crate::driver::{Dossier, command};

/// `sshd` for the user who runs the tests, with keys of its own.
struct Sshd {
    child: Child,
    /// What `ssh -F` takes.
    config: PathBuf,
}

impl Sshd {
    fn start(folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("a folder");
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("rights");
        let folder = fs::canonicalize(folder).expect("a folder");
        let at = |name: &str| folder.join(name).display().to_string();
        for key in ["host", "user"] {
            let arguments = ["-q", "-t", "ed25519", "-N", "", "-f", &at(key)];
            assert!(Command::new("ssh-keygen").args(arguments).status().expect("ssh-keygen").success());
        }
        fs::copy(folder.join("user.pub"), folder.join("authorized")).expect("a key");
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let server = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nPidFile none\nMaxStartups 100\nSubsystem sftp internal-sftp\n",
            at("host"),
            at("authorized")
        );
        fs::write(folder.join("sshd_config"), server).expect("a file");
        let config = folder.join("ssh config");
        let client = format!(
            "Host server\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile \"{}\"\n  IdentitiesOnly yes\n  \
             UserKnownHostsFile \"{}\"\n  StrictHostKeyChecking accept-new\n  LogLevel ERROR\n",
            at("user"),
            at("known")
        );
        fs::write(&config, client).expect("a file");
        // It refuses to start without this folder, when root starts it.
        let _ = fs::create_dir_all("/run/sshd");
        let program = if Path::new("/usr/sbin/sshd").exists() { "/usr/sbin/sshd" } else { "/usr/bin/sshd" };
        let child = Command::new(program)
            .args(["-D", "-e", "-f", &at("sshd_config")])
            .stderr(Stdio::null())
            .spawn()
            .expect("sshd");
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "sshd does not answer");
            sleep(Duration::from_millis(20));
        }
        Self { child, config }
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A dossier, a server, and the folder there; its name is not a kind one.
fn with_server(test: &str) -> Option<(Dossier, Sshd, PathBuf)> {
    let all = ["sshd", "ssh", "ssh-keygen", "rsync"];
    if !all.iter().all(|program| there_is(program, test)) {
        return None;
    }
    let place = Dossier::empty();
    let sshd = Sshd::start(&place.root().join("../sshd"));
    let www = fs::canonicalize(place.root().join("..")).expect("a folder").join("it's $(touch pwned) `x`");
    let target = format!(
        "  server:\n    type: rsync\n    host: server\n    path: \"{}\"\n    ssh_config: \"{}\"\n    releases: 2\n",
        www.display(),
        sshd.config.display()
    );
    let config = format!("title: Test\nbase_url: https://example.org/\ndeploy:\n{target}");
    let dossier =
        (0..8).fold(place.edit("dossier.yaml", &config), |dossier, n| article(dossier, n, "As it was."));
    Some((dossier, sshd, www))
}

#[test]
fn a_server_gets_releases_and_keeps_what_is_not_ours() {
    let Some((dossier, _sshd, www)) = with_server("a_server_gets_releases") else { return };
    let mut dossier = deploy(dossier, &[]);
    let current = www.join("current");
    assert_published(&linked_tree(&current), &dossier, &[]);
    for path in ["CNAME", "articles/a3/it's mine.txt"] {
        fs::write(current.join(path), "mine").expect(path);
    }
    dossier = deploy(article(dossier, 2, "Corrected."), &[]);
    dossier = deploy(dossier.remove("content/articles/a3.md"), &[]);
    assert_published(&linked_tree(&current), &dossier, &["CNAME", "articles/a3/it's mine.txt"]);
    // What has not changed is a second name of the old file.
    let number = |release: &str| {
        let page = www.join("releases").join(release).join("assets");
        let mut files = fs::read_dir(page).expect("assets").flatten();
        files.next().map(|file| MetadataExt::ino(&file.metadata().expect("a file")))
    };
    assert_eq!(number("000002"), number("000003"));
    let names: Vec<_> = fs::read_dir(www.join("releases")).expect("releases").flatten().collect();
    assert_eq!(names.len(), 4, "two releases and their records: {names:?}");
    assert!(
        !dossier.root().join("pwned").exists() && !www.parent().expect("a folder").join("pwned").exists()
    );
    // Nothing new is no release.
    let _dossier = deploy(dossier, &[]);
    assert_eq!(fs::read_link(&current).expect("a link"), Path::new("releases/000003"));
}

/// An `ssh` that counts its calls and fails at one: before anything, or when all is done there.
fn faulty_ssh(folder: &Path, fails_at: usize) -> PathBuf {
    let (place, count) = (folder.join("faulty"), folder.join("count"));
    fs::create_dir_all(&place).expect("a folder");
    let _ = fs::remove_file(&count);
    let script = format!(
        "#!/bin/sh\necho x >> '{count}'\nn=$(wc -l < '{count}')\n[ $n -eq {before} ] && exit 255\n/usr/bin/ssh \"$@\"\n\
         code=$?\n[ $n -eq {after} ] && exit 255\nexit $code\n",
        count = count.display(),
        before = if fails_at.is_multiple_of(2) { fails_at / 2 + 1 } else { 0 },
        after = if fails_at % 2 == 1 { fails_at / 2 + 1 } else { 0 },
    );
    let program = place.join("ssh");
    fs::write(&program, script).expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it");
    place
}

#[test]
fn a_connection_that_breaks_at_any_call_leaves_a_whole_site_and_the_next_deploy_completes_it() {
    let Some((dossier, _sshd, www)) = with_server("a_connection_that_breaks_at_any_call") else { return };
    let mut dossier = deploy(dossier, &[]);
    let current = www.join("current");
    let mut before = linked_tree(&current);
    for number in 0..20 {
        dossier = article(dossier, 2, &format!("Round {number}."));
        let folder = fs::canonicalize(dossier.root().join("..")).expect("a folder");
        let path =
            format!("{}:{}", faulty_ssh(&folder, number).display(), std::env::var("PATH").expect("a path"));
        let mut broken = command(&dossier.root());
        broken.arg("deploy").env("PATH", path);
        dossier = dossier.run_command(broken);
        let code = dossier.last.code;
        let seen = linked_tree(&current);
        let new = dossier.output();
        let page = "articles/a2/index.html";
        assert!(seen == before || seen.get(page) == new.get(page), "call {number}");
        dossier = deploy(dossier, &[]);
        before = linked_tree(&current);
        assert_published(&before, &dossier, &[]);
        if code == Some(0) {
            assert!(number >= 8, "only {number} faults");
            return;
        }
    }
    panic!("a deploy calls ssh more than ten times");
}

#[test]
fn two_who_deploy_at_the_same_time_both_come_through() {
    let Some((first, _sshd, www)) = with_server("two_who_deploy_at_the_same_time") else { return };
    let config = first.read("dossier.yaml");
    let second = (0..8)
        .fold(dossier("  {}\n").edit("dossier.yaml", &config), |dossier, n| article(dossier, n, "Other."));
    let people = std::thread::scope(|scope| {
        [first, second]
            .map(|dossier| scope.spawn(|| dossier.run(&["deploy"])))
            .map(|thread| thread.join().expect("a deploy"))
    });
    for dossier in &people {
        assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    }
    let seen = linked_tree(&www.join("current"));
    assert!(people.iter().any(|dossier| dossier.output()["index.html"] == seen["index.html"]));
}
