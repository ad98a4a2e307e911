//! Sockets: this machine's two own addresses, or the one that was asked for.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
};

use crate::model::diagnostic::Diagnostic;

/// The port when none is asked for.
pub const DEFAULT_PORT: u16 = 4747;

/// How many ports are tried before giving up.
const TRIES: u16 = 100;

/// Open sockets.
#[derive(Debug)]
pub struct Listeners {
    pub(super) sockets: Vec<TcpListener>,
    /// The port of all of them.
    pub port: u16,
    pub(super) interface: Option<IpAddr>,
}

impl Listeners {
    /// Opens sockets at an address, or at both of this machine's own. A port that is asked for must be free; else
    /// the next free one is taken.
    pub fn open(interface: Option<IpAddr>, port: Option<u16>) -> Result<Self, Diagnostic> {
        let addresses: &[IpAddr] = match &interface {
            Some(one) => std::slice::from_ref(one),
            None => &[IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)],
        };
        let ports = match port {
            Some(port) => port..=port,
            None => DEFAULT_PORT..=DEFAULT_PORT + TRIES,
        };
        for candidate in ports {
            match bind(addresses, candidate) {
                Ok((sockets, port)) => return Ok(Self { sockets, port, interface }),
                Err(error) if error.kind() == ErrorKind::AddrInUse && port.is_none() => {}
                Err(error) => return Err(cannot(&error, interface, candidate)),
            }
        }
        Err(Diagnostic::error(
            "no-port",
            format!("no port from {DEFAULT_PORT} to {} is free", DEFAULT_PORT + TRIES),
        )
        .hint("name one with --port"))
    }
}

fn bind(addresses: &[IpAddr], port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    let (mut sockets, mut port) = (Vec::new(), port);
    for address in addresses {
        match TcpListener::bind(SocketAddr::new(*address, port)) {
            Ok(socket) => {
                // Port 0 means any: the second address gets the port of the first.
                port = socket.local_addr()?.port();
                sockets.push(socket);
            }
            // Not every machine has both kinds of addresses.
            Err(error) if !sockets.is_empty() && error.kind() != ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
    Ok((sockets, port))
}

fn cannot(error: &io::Error, interface: Option<IpAddr>, port: u16) -> Diagnostic {
    let address = interface.map_or_else(|| "localhost".to_owned(), |address| address.to_string());
    let message = format!("port {port} of {address} cannot be used: {}", crate::edge::reason(error));
    let hint = match error.kind() {
        ErrorKind::AddrInUse => "another program has it; leave out --port to take the next free one",
        ErrorKind::PermissionDenied => "ports below 1024 need special rights; name a higher one",
        _ => "name another address with --interface",
    };
    Diagnostic::error("no-port", message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_asked_for_and_taken_is_an_error_and_any_other_is_passed_over() {
        let first = Listeners::open(None, None).expect("a port");
        assert!(first.port >= DEFAULT_PORT && !first.sockets.is_empty());
        let second = Listeners::open(None, None).expect("another port");
        assert!(second.port > first.port);
        let refused = Listeners::open(None, Some(first.port)).expect_err("it is taken");
        assert!(refused.message.contains(&first.port.to_string()) && refused.hint.is_some(), "{refused:?}");
    }

    #[test]
    fn only_this_machines_own_addresses_are_used_unless_told_otherwise() {
        let open = Listeners::open(None, Some(0)).expect("a port");
        for socket in &open.sockets {
            let address = socket.local_addr().expect("an address");
            assert!(address.ip().is_loopback() && address.port() == open.port, "{address}");
        }
    }
}
