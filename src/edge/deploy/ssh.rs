//! How `ssh` is called: with the person's own configuration, keys and known hosts.

#![expect(clippy::disallowed_types, reason = "ssh is called here")]

use std::{path::PathBuf, process::Command};

use super::Context;
use crate::model::deploy::Server;

/// A server and the way to it.
#[derive(Clone, Debug)]
pub(super) struct Ssh {
    pub(super) host: String,
    port: Option<u16>,
    config: Option<PathBuf>,
    attended: bool,
}

impl Ssh {
    pub(super) fn new(keys: &Server, context: &Context) -> Self {
        Self {
            host: keys.host.clone(),
            port: keys.port,
            config: keys.ssh_config.as_ref().map(|file| context.root.join(file)),
            attended: context.attended,
        }
    }

    /// A call of the program; what follows is the host.
    pub(super) fn command(&self) -> Command {
        let words = self.words();
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        command
    }

    /// The program with its options, before the host.
    pub(super) fn words(&self) -> Vec<String> {
        let mut ssh = vec!["ssh".to_owned()];
        if let Some(config) = &self.config {
            ssh.extend(["-F".to_owned(), config.display().to_string()]);
        }
        if let Some(port) = self.port {
            ssh.extend(["-p".to_owned(), port.to_string()]);
        }
        let mut option = |text: &str| ssh.extend(["-o".to_owned(), text.to_owned()]);
        if !self.attended {
            option("BatchMode=yes");
        }
        option("ConnectTimeout=20");
        // A connection that has died is noticed within a minute.
        option("ServerAliveInterval=15");
        ssh
    }
}
