//! Where a dossier is published: the targets below `deploy:` in `dossier.yaml`.
//!
//! A target is read as a set of keys first, so that a wrong key is told with its place and the one that was
//! probably meant, and only then as what its `type` makes of them. No key holds a secret: the file is a part of
//! the dossier and often public.

mod keys;

use serde::{Deserialize, Serialize};

use self::keys::Keys;
pub(super) use self::keys::targets;

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
    /// A server that is reached by ssh, with rsync there.
    Rsync(Server),
    /// A server that is reached by ssh, and takes files by sftp.
    Sftp(Server),
    /// A bucket or container of an object store.
    Objects(Objects),
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

/// `type: rsync` or `sftp`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Server {
    /// `user@host`, or a name that the configuration of ssh knows.
    pub host: String,
    /// The folder there; absolute, or relative to the user's home.
    pub path: String,
    /// The port of ssh.
    pub port: Option<u16>,
    /// How many releases are kept; with 0, which only sftp knows, the folder itself is what readers see.
    pub releases: usize,
    /// A configuration file of ssh, relative to the dossier's root.
    pub ssh_config: Option<String>,
}

/// `type: s3`, `gcs` or `azure`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Objects {
    /// The service, and the bucket there.
    pub service: Service,
    /// Another address than the service's own, without a slash at its end.
    pub endpoint: Option<String>,
    /// What every key begins with, without slashes at its ends; empty for the whole bucket.
    pub prefix: String,
    /// Texts are stored with gzip.
    pub compress: bool,
}

/// A service that keeps objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Service {
    /// Amazon S3, or one that speaks its language.
    S3 {
        /// The bucket.
        bucket: String,
        /// The region; the environment's when left out.
        region: Option<String>,
    },
    /// Google Cloud Storage.
    Gcs {
        /// The bucket.
        bucket: String,
    },
    /// Azure Blob Storage.
    Azure {
        /// The storage account.
        account: String,
        /// The container.
        container: String,
    },
}

/// `type: command`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Command {
    /// A line for the shell.
    pub run: String,
}
