//! A real sshd on this machine, for one user and one test.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    article, assert_published, linked_tree,
    load::{Running, free_port, kill_once, round, signs_of_life, survive_kills, wait_for},
    there_is,
};
use crate::driver::Dossier;

/// `sshd` for the user who runs the tests, with keys of its own.
pub(crate) struct Sshd {
    _running: Running,
    /// What `ssh -F` takes.
    pub(crate) config: PathBuf,
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
        let port = free_port();
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
        let running = Running(child);
        wait_for(port, "sshd");
        Self { _running: running, config }
    }
}

/// A dossier, a server, and the folder there; its name is not a kind one.
pub(crate) fn with_server(test: &str, kind: &str, releases: usize) -> Option<(Dossier, Sshd, PathBuf)> {
    let all = ["sshd", "ssh", "ssh-keygen", if kind == "rsync" { "rsync" } else { "ssh" }];
    if !all.iter().all(|program| there_is(program, test)) {
        return None;
    }
    let place = Dossier::empty();
    let sshd = Sshd::start(&place.root().join("../sshd"));
    let www = fs::canonicalize(place.root().join("..")).expect("a folder").join("it's $(touch pwned) `x`");
    let target = format!(
        "  server:\n    type: {kind}\n    host: server\n    path: \"{}\"\n    ssh_config: \"{}\"\n    releases: {releases}\n",
        www.display(),
        sshd.config.display()
    );
    let config = format!("title: Test\nbase_url: https://example.org/\ndeploy:\n{target}");
    let dossier =
        (0..8).fold(place.edit("dossier.yaml", &config), |dossier, n| article(dossier, n, "As it was."));
    Some((dossier, sshd, www))
}

/// What has not changed from one release to the next is a second name of the same file.
pub(crate) fn assert_second_names(www: &Path, old: &str, new: &str) {
    let numbers = |release: &str| -> BTreeMap<_, _> {
        let assets =
            fs::read_dir(www.join("releases").join(release).join("assets")).expect("assets").flatten();
        assets.map(|file| (file.file_name(), file.metadata().expect("a file").ino())).collect()
    };
    let (old, new) = (numbers(old), numbers(new));
    assert!(!old.is_empty());
    for (name, number) in &new {
        assert!(old.get(name).is_none_or(|old| old == number), "{} was sent again", name.display());
    }
    assert!(new.keys().any(|name| old.contains_key(name)));
}

/// Two people with a dossier each deploy to one server at the same time.
pub(crate) fn two_at_once(kind: &str) {
    let Some((first, _sshd, www)) = with_server("two_who_deploy_at_the_same_time", kind, 2) else { return };
    let config = first.read("dossier.yaml");
    let second = (0..8)
        .fold(Dossier::empty().edit("dossier.yaml", &config), |dossier, n| article(dossier, n, "Other."));
    let people = std::thread::scope(|scope| {
        [first, second]
            .map(|dossier| scope.spawn(|| dossier.run(&["deploy"])))
            .map(|thread| thread.join().expect("a deploy"))
    });
    for dossier in &people {
        assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    }
    let seen = super::linked_tree(&www.join("current"));
    assert!(people.iter().any(|dossier| dossier.output()["index.html"] == seen["index.html"]));
}

/// Deploys that are killed a little later each time, while readers of the server's folder never stop.
pub(crate) fn twenty_kills(kind: &str, releases: usize) {
    let test = "twenty_killed_deploys_to_a_server";
    if !there_is("nginx", test) {
        return;
    }
    let Some((dossier, _sshd, www)) = with_server(test, kind, releases) else { return };
    let dossier = super::deploy(round(dossier, 0), &[]);
    // A path that nginx understands.
    let served = dossier.root().join("../served");
    let shown = if releases == 0 { www.clone() } else { www.join("current") };
    std::os::unix::fs::symlink(&shown, &served).expect("a link");
    let kill = |dossier: &Dossier, number: usize| {
        let mut deploy = crate::driver::command(&dossier.root());
        deploy.arg("deploy");
        let before = signs_of_life(&www);
        kill_once(deploy, || signs_of_life(&www) != before, Duration::from_millis(4 * number as u64));
        // A lock that was left is noticed after a while, and only the last deploy waits for that.
        if number < 20 {
            for lock in ["releases/.lock", ".dossier-work/lock"] {
                let _ = fs::remove_file(www.join(lock));
            }
        }
    };
    let dossier = survive_kills(dossier, &served, kill, |dossier| super::deploy(dossier, &[]));
    assert_published(&linked_tree(&shown), &dossier, &[]);
}
