//! Who may ask the preview for what.
//!
//! Any page in the same browser can send requests to this machine. A page of another site must not read the dossier
//! (that is what the host name is looked at for: a name of its own that suddenly leads here is DNS rebinding), nor
//! listen to changes, nor decide anything (for that, its origin and a token that it cannot know).

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use axum::http::{HeaderMap, HeaderValue, Uri, header};

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused(pub(super) &'static str);

/// What a request must show.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    port: u16,
    /// The address that the person has asked for, if it is not the machine's own.
    interface: Option<IpAddr>,
    token: String,
}

impl Guard {
    /// A guard with a token of its own.
    pub(super) fn new(port: u16, interface: Option<IpAddr>) -> io::Result<Self> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self { port, interface, token: format!("{:032x}", u128::from_le_bytes(random)) })
    }

    /// What a page of the preview shows to be let in.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The host that is asked must be this machine, under a name that only it can have.
    pub(super) fn host<'a>(&self, headers: &'a HeaderMap, uri: &Uri) -> Result<&'a str, Refused> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let first = hosts.next().and_then(|host| host.to_str().ok());
        let (Some(host), None) = (first, hosts.next()) else {
            return Err(Refused("one Host is needed"));
        };
        let whole = uri.authority().is_none_or(|authority| authority.as_str() == host);
        if whole && self.is_ours(host) {
            Ok(host)
        } else {
            Err(Refused("this is not the host of the preview"))
        }
    }

    /// A page of the preview itself asks, not one of another site.
    pub(super) fn own_page(
        &self,
        headers: &HeaderMap,
        uri: &Uri,
        token: Option<&str>,
    ) -> Result<(), Refused> {
        let host = self.host(headers, uri)?;
        if token.is_none_or(|token| !same(token, &self.token)) {
            return Err(Refused("the token is wrong: reload the page"));
        }
        let ours = |origin: &str| origin.strip_prefix("http://") == Some(host);
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        if origins.any(|origin| !origin.to_str().is_ok_and(ours))
            || site.is_some_and(|site| site != b"same-origin")
        {
            return Err(Refused("only pages of the preview may ask for this"));
        }
        Ok(())
    }

    /// The same for a request that changes something: browsers always say where those come from.
    pub(super) fn own_write(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), Refused> {
        if !headers.contains_key(header::ORIGIN) {
            return Err(Refused("a request that changes something needs an Origin"));
        }
        let token = headers.get("x-dossier-token").and_then(|token| token.to_str().ok());
        self.own_page(headers, uri, token)
    }

    fn is_ours(&self, host: &str) -> bool {
        let name_end = host.rfind(']').map_or_else(|| host.find(':').unwrap_or(host.len()), |end| end + 1);
        let (name, port) = host.split_at(name_end);
        let port = match port.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok(),
            None if port.is_empty() => Some(80),
            _ => None,
        };
        port == Some(self.port) && self.is_our_name(&name.to_ascii_lowercase())
    }

    fn is_our_name(&self, name: &str) -> bool {
        let address = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            Some(inner) => inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
            None => name.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        };
        match (address, self.interface) {
            (Some(address), _) if address == Ipv4Addr::LOCALHOST || address == Ipv6Addr::LOCALHOST => true,
            // An address is no name that could lead elsewhere tomorrow.
            (Some(address), Some(asked)) => asked.is_unspecified() || asked == address,
            (Some(_), None) => false,
            (None, _) => name == "localhost" || name.strip_suffix(".localhost").is_some_and(is_name),
        }
    }
}

fn is_name(name: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    name.split('.').all(plain)
}

/// Takes as long for a token that is nearly right as for one that is not.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn guard(interface: Option<&str>) -> Guard {
        Guard::new(4747, interface.map(|address| address.parse().expect("an address"))).expect("a token")
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        };
        let mut all = HeaderMap::new();
        for (name, value) in pairs.iter().map(pair) {
            all.append(name, value);
        }
        all
    }

    fn host(guard: &Guard, host: &str) -> bool {
        guard.host(&headers(&[("host", host)]), &Uri::from_static("/")).is_ok()
    }

    #[test]
    fn only_names_of_this_machine_with_the_right_port_are_answered() {
        let guard = guard(None);
        for good in ["localhost:4747", "LOCALHOST:4747", "127.0.0.1:4747", "[::1]:4747", "a.localhost:4747"] {
            assert!(host(&guard, good), "{good}");
        }
        for bad in [
            "localhost",
            "localhost:80",
            "localhost:4748",
            "localhost:04747x",
            "localhost:+4747",
            "localhost:",
            "evil.example:4747",
            "localhost.evil.example:4747",
            "127.0.0.1.evil.example:4747",
            "evil-localhost:4747",
            ".localhost:4747",
            "evil.example#.localhost:4747",
            "127.0.0.2:4747",
            "192.168.1.5:4747",
            "[::2]:4747",
            "::1:4747",
            "0.0.0.0:4747",
            "",
            "localhost:4747:4747",
            "user@localhost:4747",
        ] {
            assert!(!host(&guard, bad), "{bad}");
        }
        assert!(guard.host(&HeaderMap::new(), &Uri::from_static("/")).is_err());
        let twice = headers(&[("host", "localhost:4747"), ("host", "evil.example")]);
        assert!(guard.host(&twice, &Uri::from_static("/")).is_err());
        let good = headers(&[("host", "localhost:4747")]);
        assert!(guard.host(&good, &Uri::from_static("http://evil.example/")).is_err());
    }

    #[test]
    fn an_address_that_was_asked_for_is_answered_and_names_are_not() {
        let all = guard(Some("0.0.0.0"));
        assert!(
            host(&all, "192.168.1.5:4747") && host(&all, "[fe80::1]:4747") && host(&all, "localhost:4747")
        );
        assert!(!host(&all, "evil.example:4747") && !host(&all, "192.168.1.5:80"));
        let one = guard(Some("192.168.1.5"));
        assert!(host(&one, "192.168.1.5:4747") && !host(&one, "192.168.1.6:4747"));
    }

    #[test]
    fn listening_needs_the_token_and_no_other_origin() {
        let guard = guard(None);
        let token = Some(guard.token());
        let ask = |pairs: &[(&'static str, &str)], token| {
            guard.own_page(&headers(pairs), &Uri::from_static("/"), token)
        };
        let ours = ("host", "localhost:4747");
        assert_eq!(ask(&[ours], token), Ok(()));
        assert_eq!(
            ask(&[ours, ("origin", "http://localhost:4747"), ("sec-fetch-site", "same-origin")], token),
            Ok(())
        );
        assert!(ask(&[ours], None).is_err() && ask(&[ours], Some("")).is_err());
        assert!(ask(&[ours], Some("00000000000000000000000000000000")).is_err());
        for origin in [
            "http://evil.example",
            "null",
            "https://localhost:4747",
            "http://localhost:4748",
            "http://127.0.0.1:4747",
            "",
        ] {
            assert!(ask(&[ours, ("origin", origin)], token).is_err(), "{origin}");
        }
        for site in ["cross-site", "same-site", "none"] {
            assert!(ask(&[ours, ("sec-fetch-site", site)], token).is_err(), "{site}");
        }
        assert!(ask(&[("host", "evil.example:4747")], token).is_err());
        assert_ne!(guard.token(), self::guard(None).token());
    }

    #[test]
    fn writing_needs_an_origin_and_the_token_in_a_header_that_no_form_can_send() {
        let guard = guard(None);
        let ask = |pairs: &[(&'static str, &str)]| guard.own_write(&headers(pairs), &Uri::from_static("/"));
        let (host, origin) = (("host", "localhost:4747"), ("origin", "http://localhost:4747"));
        let token = ("x-dossier-token", guard.token());
        assert_eq!(ask(&[host, origin, token]), Ok(()));
        assert!(ask(&[host, token]).is_err() && ask(&[host, origin]).is_err());
        assert!(ask(&[host, ("origin", "http://evil.example"), token]).is_err());
    }
}
