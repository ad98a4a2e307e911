//! Where a dossier is published: the targets below `deploy:` in `dossier.yaml`.
//!
//! A target is read as a set of keys first, so that a wrong key is told with its place and the one that was
//! probably meant, and only then as what its `type` makes of them. No key holds a secret: the file is a part of
//! the dossier and often public.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::Error as _};

/// A target.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Keys")]
pub struct Target {
    /// Where readers find it, when that is another address than the dossier's `base_url`.
    pub base_url: Option<String>,
    /// The place and the way there.
    pub host: Host,
}

/// A kind of place with what is needed to reach it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Host {
    /// A folder of this machine, or one that is mounted.
    Dir(Dir),
    /// A branch of a git repository.
    Git(Git),
    /// A server that is reached by ssh.
    Rsync(Rsync),
    /// A program of the user's.
    Command(Command),
}

/// `type: dir`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Dir {
    /// The folder; relative to the dossier's root, or absolute.
    pub path: String,
    /// How many releases are kept; with 0, the folder itself is what readers see.
    pub releases: usize,
}

/// `type: git`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Git {
    /// The repository, as `git push` takes it.
    pub url: String,
    /// The branch.
    pub branch: String,
    /// A folder in the branch, without slashes at its ends; empty for the whole branch.
    pub folder: String,
    /// What becomes of earlier commits.
    pub history: History,
}

/// What becomes of earlier commits of a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum History {
    /// Every deploy is a commit on top of the last.
    #[default]
    Keep,
    /// The branch is one commit, and what was withdrawn is gone from it.
    Squash,
}

/// `type: rsync`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Rsync {
    /// `user@host`, or a name that the configuration of ssh knows.
    pub host: String,
    /// The folder there; absolute, or relative to the user's home.
    pub path: String,
    /// The port of ssh.
    pub port: Option<u16>,
    /// How many releases are kept.
    pub releases: usize,
    /// A configuration file of ssh, relative to the dossier's root.
    pub ssh_config: Option<String>,
}

/// `type: command`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Command {
    /// A line for the shell.
    pub run: String,
}

/// Reads the targets by their names, which also name a work folder.
pub(super) fn targets<'de, D>(deserializer: D) -> Result<BTreeMap<String, Target>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let targets = BTreeMap::<String, Target>::deserialize(deserializer)?;
    let good = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.len() <= 60
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    match targets.keys().find(|name| !good(name)) {
        None => Ok(targets),
        Some(name) => Err(D::Error::custom(format!(
            "the target `{}` needs another name: letters of a to z, digits, `-` and `_`",
            name.escape_debug()
        ))),
    }
}

/// The kinds of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Type {
    Dir,
    Git,
    Rsync,
    Command,
}

impl Type {
    fn word(self) -> &'static str {
        match self {
            Self::Dir => "dir",
            Self::Git => "git",
            Self::Rsync => "rsync",
            Self::Command => "command",
        }
    }

    /// The keys that it may have besides `type` and `base_url`.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Dir => &["path", "releases"],
            Self::Git => &["url", "branch", "folder", "history"],
            Self::Rsync => &["host", "path", "port", "releases", "ssh_config"],
            Self::Command => &["run"],
        }
    }
}

/// Every key of every kind of target.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    r#type: Type,
    base_url: Option<String>,
    path: Option<String>,
    releases: Option<usize>,
    url: Option<String>,
    branch: Option<String>,
    folder: Option<String>,
    history: Option<History>,
    host: Option<String>,
    port: Option<u16>,
    ssh_config: Option<String>,
    run: Option<String>,
}

impl Keys {
    /// The keys that were given, besides those that every target may have.
    fn given(&self) -> Vec<&'static str> {
        [
            ("path", self.path.is_some()),
            ("releases", self.releases.is_some()),
            ("url", self.url.is_some()),
            ("branch", self.branch.is_some()),
            ("folder", self.folder.is_some()),
            ("history", self.history.is_some()),
            ("host", self.host.is_some()),
            ("port", self.port.is_some()),
            ("ssh_config", self.ssh_config.is_some()),
            ("run", self.run.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, given)| given.then_some(key))
        .collect()
    }
}

impl TryFrom<Keys> for Target {
    type Error = String;

    fn try_from(keys: Keys) -> Result<Self, String> {
        let kind = keys.r#type;
        if let Some(stray) = keys.given().into_iter().find(|key| !kind.keys().contains(key)) {
            // In the words of serde, which `yaml.rs` turns into "did you mean".
            let known: Vec<String> = kind.keys().iter().map(|key| format!("`{key}`")).collect();
            return Err(format!("unknown field `{stray}`, expected one of {}", known.join(", ")));
        }
        let need = |key: &str, value: Option<String>| {
            let value = value.filter(|value| !value.trim().is_empty());
            let value = value.ok_or_else(|| format!("a target of type {} needs `{key}`", kind.word()))?;
            harmless(key, &value).map(|()| value)
        };
        let host = match kind {
            Type::Dir => {
                Host::Dir(Dir { path: need("path", keys.path)?, releases: keys.releases.unwrap_or(5) })
            }
            Type::Git => Host::Git(Git {
                url: address("url", need("url", keys.url)?)?,
                branch: branch(keys.branch.unwrap_or_else(|| "pages".to_owned()))?,
                folder: folder("folder", &keys.folder.unwrap_or_default())?,
                history: keys.history.unwrap_or_default(),
            }),
            Type::Rsync => {
                let config = keys.ssh_config;
                config.as_deref().map_or(Ok(()), |file| harmless("ssh_config", file))?;
                Host::Rsync(Rsync {
                    host: host(need("host", keys.host)?)?,
                    path: need("path", keys.path)?.trim_end_matches('/').to_owned(),
                    port: keys.port,
                    releases: keys.releases.unwrap_or(5).max(1),
                    ssh_config: config,
                })
            }
            Type::Command => Host::Command(Command { run: need("run", keys.run)? }),
        };
        Ok(Self { base_url: keys.base_url, host })
    }
}

/// Values reach programs and protocols: they hold no control characters and cannot pass for an option.
fn harmless(key: &str, value: &str) -> Result<(), String> {
    if value.starts_with('-') {
        return Err(format!("`{key}` begins with a hyphen, and a program would take it for an option"));
    }
    if value.chars().any(|c| c.is_control() && c != '\n') || (key != "run" && value.contains('\n')) {
        return Err(format!("`{key}` holds a control character"));
    }
    Ok(())
}

/// An address without a password in it.
fn address(key: &str, value: String) -> Result<String, String> {
    let rest = value.split_once("://").filter(|(scheme, _)| *scheme != "ssh").map(|(_, rest)| rest);
    let authority = rest.map(|rest| rest.split('/').next().unwrap_or_default());
    if authority.is_some_and(|authority| authority.contains('@')) {
        return Err(format!(
            "`{key}` holds a name or a password: everybody who can read dossier.yaml would have it; \
             credentials come from the environment"
        ));
    }
    if value.contains("::") {
        return Err(format!("`{key}` names a helper program of git; write a plain address or path"));
    }
    Ok(value)
}

/// The name of a server: rsync would take a further colon for a path, and a shell other signs for commands.
fn host(name: String) -> Result<String, String> {
    let good = |c: char| c.is_alphanumeric() || "-_.@".contains(c);
    if name.chars().all(good) {
        return Ok(name);
    }
    Err(format!("`host` is `user@host` or a name that ssh knows; `{}` is neither", name.escape_debug()))
}

/// The name of a branch, by the rules of `git check-ref-format` that matter here.
fn branch(name: String) -> Result<String, String> {
    harmless("branch", &name)?;
    let bad = name.is_empty()
        || name.contains([' ', '~', '^', ':', '?', '*', '[', '\\'])
        || ["..", "@{", "//"].iter().any(|part| name.contains(part))
        || name.starts_with(['/', '.'])
        || name.ends_with(['/', '.'])
        || name.rsplit('.').next() == Some("lock");
    if bad { Err(format!("`{}` cannot be the name of a branch", name.escape_debug())) } else { Ok(name) }
}

/// A folder below the place, written with `/`.
fn folder(key: &str, value: &str) -> Result<String, String> {
    let value = value.trim_matches('/');
    if value.is_empty() {
        return Ok(String::new());
    }
    super::out_path::check_output_path(value).map_err(|why| format!("`{key}`: {why}"))?;
    if value.split('/').any(|part| part.eq_ignore_ascii_case(".git")) {
        return Err(format!("`{key}`: `.git` belongs to git"));
    }
    Ok(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(yaml: &str) -> Result<Target, String> {
        let targets: BTreeMap<String, Target> =
            serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
        Ok(targets.into_values().next().expect("one"))
    }

    #[test]
    fn a_target_is_what_its_type_makes_of_its_keys() {
        let dir = target("www: {type: dir, path: /srv/www}").expect("a target");
        assert_eq!(dir.host, Host::Dir(Dir { path: "/srv/www".to_owned(), releases: 5 }));
        let git = "pages: {type: git, url: 'git@example.org:a/b.git', folder: /docs/, history: squash}";
        let Host::Git(git) = target(git).expect("a target").host else { panic!("another type") };
        assert_eq!((&*git.branch, &*git.folder, git.history), ("pages", "docs", History::Squash));
    }

    #[test]
    fn keys_that_do_not_belong_are_refused_by_name() {
        for (yaml, message) in [
            ("a: {type: dir}", "a target of type dir needs `path`"),
            ("a: {type: dir, path: ''}", "a target of type dir needs `path`"),
            ("a: {type: dir, path: x, branch: y}", "unknown field `branch`"),
            ("a: {type: git, url: x, brnch: y}", "unknown field `brnch`"),
            ("a: {type: gti, url: x}", "unknown variant `gti`"),
            ("a: {path: x}", "missing field `type`"),
        ] {
            let error = target(yaml).expect_err(yaml);
            assert!(error.contains(message), "{yaml}: {error}");
        }
    }

    #[test]
    fn nothing_can_pass_for_an_option_or_hold_a_secret() {
        for yaml in [
            "a: {type: git, url: --upload-pack=evil}",
            "a: {type: git, url: 'https://me:secret@example.org/a.git'}",
            "a: {type: git, url: 'https://token@example.org/a.git'}",
            "a: {type: git, url: 'ext::sh -c evil'}",
            "a: {type: git, url: x, branch: -f}",
            "a: {type: git, url: x, branch: 'a:b'}",
            "a: {type: git, url: x, branch: a..b}",
            "a: {type: git, url: x, folder: ../b}",
            "a: {type: git, url: x, folder: .git/hooks}",
            "a: {type: dir, path: \"a\\nb\"}",
            "a: {type: rsync, host: '-oProxyCommand=evil', path: /x}",
            "a: {type: rsync, host: 'a;reboot', path: /x}",
            "a: {type: rsync, host: 'a:b', path: /x}",
        ] {
            assert!(target(yaml).is_err(), "{yaml}");
        }
        assert!(target("a: {type: git, url: 'ssh://git@example.org/a.git'}").is_ok());
    }

    #[test]
    fn a_target_has_a_name_that_can_name_a_folder() {
        let config = |name: &str| {
            serde_yaml::from_str::<crate::model::config::Config>(&format!(
                "deploy: {{\"{name}\": {{type: dir, path: x}}}}"
            ))
        };
        assert!(config("www-2").is_ok());
        for name in ["", "..", "../x", "a/b", ".git", "-f", "a b"] {
            assert!(config(name).is_err(), "{name}");
        }
    }
}
