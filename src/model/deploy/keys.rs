//! The keys of a target as they are written, and what the type of the target makes of them.

use std::collections::BTreeMap;

use serde::{Deserialize, de::Error as _};

use super::{Command, Dir, Git, History, Host, Objects, Server, Service, Target};
use crate::model::out_path::check_output_path;

/// Reads the targets by their names, which also name a work folder.
pub(in crate::model) fn targets<'de, D>(deserializer: D) -> Result<BTreeMap<String, Target>, D::Error>
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
    Sftp,
    S3,
    Gcs,
    Azure,
    Command,
}

impl Type {
    /// The value of a key that cannot be left out.
    fn need(self, key: &str, value: Option<String>) -> Result<String, String> {
        let value = value.filter(|value| !value.trim().is_empty());
        let value = value.ok_or_else(|| format!("a target of type {} needs `{key}`", self.word()))?;
        harmless(key, &value).map(|()| value)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Dir => "dir",
            Self::Git => "git",
            Self::Rsync => "rsync",
            Self::Sftp => "sftp",
            Self::S3 => "s3",
            Self::Gcs => "gcs",
            Self::Azure => "azure",
            Self::Command => "command",
        }
    }

    /// The keys that it may have besides `type` and `base_url`.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Dir => &["path", "releases"],
            Self::Git => &["url", "branch", "folder", "history"],
            Self::Rsync | Self::Sftp => &["host", "path", "port", "releases", "ssh_config"],
            Self::S3 => &["bucket", "endpoint", "region", "prefix", "compress"],
            Self::Gcs => &["bucket", "endpoint", "prefix", "compress"],
            Self::Azure => &["account", "container", "endpoint", "prefix", "compress"],
            Self::Command => &["run"],
        }
    }
}

/// Every key of every kind of target.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
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
    bucket: Option<String>,
    endpoint: Option<String>,
    region: Option<String>,
    account: Option<String>,
    container: Option<String>,
    prefix: Option<String>,
    compress: Option<bool>,
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
            ("bucket", self.bucket.is_some()),
            ("endpoint", self.endpoint.is_some()),
            ("region", self.region.is_some()),
            ("account", self.account.is_some()),
            ("container", self.container.is_some()),
            ("prefix", self.prefix.is_some()),
            ("compress", self.compress.is_some()),
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
        let (kind, base_url) = (keys.r#type, keys.base_url.clone());
        if let Some(stray) = keys.given().into_iter().find(|key| !kind.keys().contains(key)) {
            // In the words of serde, which `yaml.rs` turns into "did you mean".
            let known: Vec<String> = kind.keys().iter().map(|key| format!("`{key}`")).collect();
            return Err(format!("unknown field `{stray}`, expected one of {}", known.join(", ")));
        }
        let need = |key: &str, value: Option<String>| kind.need(key, value);
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
            Type::Rsync => Host::Rsync(server(keys, 1)?),
            Type::Sftp => Host::Sftp(server(keys, 0)?),
            Type::S3 | Type::Gcs | Type::Azure => Host::Objects(objects(keys)?),
            Type::Command => Host::Command(Command { run: need("run", keys.run)? }),
        };
        Ok(Self { base_url, host })
    }
}

/// What the keys of a server say; of so many releases at least.
fn server(keys: Keys, least: usize) -> Result<Server, String> {
    let kind = keys.r#type;
    let config = keys.ssh_config;
    config.as_deref().map_or(Ok(()), |file| harmless("ssh_config", file))?;
    Ok(Server {
        host: host(kind.need("host", keys.host)?)?,
        path: kind.need("path", keys.path)?.trim_end_matches('/').to_owned(),
        port: keys.port,
        releases: keys.releases.unwrap_or(5).max(least),
        ssh_config: config,
    })
}

/// What the keys of a target of an object store say.
fn objects(keys: Keys) -> Result<Objects, String> {
    let kind = keys.r#type;
    let bucket = |value: Option<String>| name("bucket", kind.need("bucket", value)?);
    let service = match kind {
        Type::Azure => Service::Azure {
            account: name("account", kind.need("account", keys.account)?)?,
            container: name("container", kind.need("container", keys.container)?)?,
        },
        Type::Gcs => Service::Gcs { bucket: bucket(keys.bucket)? },
        _ => Service::S3 {
            bucket: bucket(keys.bucket)?,
            region: keys.region.map(|region| name("region", region)).transpose()?,
        },
    };
    let endpoint = keys.endpoint.map(|value| {
        harmless("endpoint", &value)?;
        if !["http://", "https://"].iter().any(|scheme| value.starts_with(scheme)) {
            return Err("`endpoint` is an address that begins with `https://`".to_owned());
        }
        address("endpoint", value.trim_end_matches('/').to_owned())
    });
    Ok(Objects {
        service,
        endpoint: endpoint.transpose()?,
        prefix: folder("prefix", &keys.prefix.unwrap_or_default())?,
        compress: keys.compress.unwrap_or_default(),
    })
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

/// The name of a bucket, an account or a region: it becomes a part of addresses.
fn name(key: &str, value: String) -> Result<String, String> {
    let good = |c: char| c.is_ascii_alphanumeric() || "-_.$".contains(c);
    let dots = value.is_empty() || value.chars().all(|c| c == '.');
    if value.chars().all(good) && !dots {
        return Ok(value);
    }
    Err(format!("`{key}` cannot be `{}`: a folder in it is given with `prefix`", value.escape_debug()))
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
    check_output_path(value).map_err(|why| format!("`{key}`: {why}"))?;
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
        let azure = "web: {type: azure, account: me, container: $web, prefix: /a/b/, compress: true}";
        let Host::Objects(objects) = target(azure).expect("a target").host else { panic!("another type") };
        assert_eq!((&*objects.prefix, objects.compress, objects.endpoint), ("a/b", true, None));
        assert_eq!(
            objects.service,
            Service::Azure { account: "me".to_owned(), container: "$web".to_owned() }
        );
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
            "a: {type: sftp, host: '-oProxyCommand=evil', path: /x}",
            "a: {type: s3, bucket: b, endpoint: 'https://key:secret@example.org'}",
            "a: {type: s3, bucket: b, endpoint: 'file:///etc'}",
            "a: {type: s3, bucket: b/c}",
            "a: {type: s3, bucket: '..'}",
            "a: {type: s3, bucket: b, prefix: ../c}",
            "a: {type: s3, bucket: b, secret_access_key: c}",
            "a: {type: azure, account: a.example.org/x, container: c}",
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
