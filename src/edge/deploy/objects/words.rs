//! What object stores say, in words for a person: without addresses that hold signatures, without XML, without secrets.

use object_store::{Error, path};

use super::super::secrets::redact;
use crate::model::{
    deploy::{Objects, Service},
    diagnostic::Diagnostic,
};

/// So many characters of an answer are shown.
const MOST: usize = 300;

/// The place in words.
pub(super) fn place(keys: &Objects) -> String {
    let slash = if keys.prefix.is_empty() { "" } else { "/" };
    let prefix = &keys.prefix;
    let place = match &keys.service {
        Service::S3 { bucket, .. } => format!("s3://{bucket}{slash}{prefix}"),
        Service::Gcs { bucket } => format!("gs://{bucket}{slash}{prefix}"),
        Service::Azure { account, container } => format!("container {container}{slash}{prefix} of {account}"),
    };
    match &keys.endpoint {
        Some(endpoint) => format!("{place} at {endpoint}"),
        None => place,
    }
}

/// The diagnostic for a request that failed.
pub(super) fn problem(keys: &Objects, doing: &str, error: &Error) -> Diagnostic {
    let why = reason(&error.to_string());
    let message = format!("cannot {doing} {}: {why}", place(keys));
    let hint = match error {
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => super::credentials::hint(keys),
        // Without any credentials the machine's own are asked for, at addresses that only clouds have.
        _ if why.contains("169.254.") || why.contains("metadata.google") => super::credentials::hint(keys),
        _ if is_nowhere(error, &why) => {
            "make the bucket or container first, and check its name, the region and the endpoint".to_owned()
        }
        _ if why.contains("region") => "say which region the bucket is in, with `region`".to_owned(),
        _ => "deploy again when that is mended; what has arrived is not sent again".to_owned(),
    };
    Diagnostic::error("deploy-failed", message).hint(hint)
}

fn is_nowhere(error: &Error, why: &str) -> bool {
    let codes = ["NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist"];
    matches!(error, Error::NotFound { .. }) || codes.iter().any(|code| why.contains(code))
}

/// The diagnostic for a key that somebody else has made.
pub(super) fn taken(keys: &Objects, path: &str) -> Diagnostic {
    let message =
        format!("{path} was not put into {} by dossier, and a file of the site goes there", place(keys));
    Diagnostic::error("foreign-file", message)
        .hint("publish into a place of its own with `prefix`, or move it away")
}

/// Whether a listing failed because of the name of one key.
pub(super) fn is_bad_key(error: &Error) -> bool {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = source {
        if error.is::<path::Error>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// Whether the service can replace an object only unconditionally.
pub(super) fn knows_no_conditions(error: &Error) -> bool {
    matches!(error, Error::NotImplemented { .. } | Error::NotSupported { .. })
        || error.to_string().contains("<Code>NotImplemented</Code>")
}

/// The code and the message of an answer in XML, or what there is.
fn reason(text: &str) -> String {
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>")).map(|(inner, _)| inner.trim().to_owned())
    };
    let text = match (element("Code"), element("Message")) {
        (Some(code), Some(message)) if !message.is_empty() => format!("{code}: {message}"),
        (Some(code), _) => code,
        _ => without_queries(text),
    };
    let text = redact(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// `https://host/path?signature` becomes `https://host/path`: what follows may open the store to whoever has it.
fn without_queries(text: &str) -> String {
    let strip = |word: &str| match word.split_once('?') {
        Some((address, _)) if address.contains("://") => address.to_owned(),
        _ => word.to_owned(),
    };
    text.split_whitespace().map(strip).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_by_its_code_and_message() {
        let text = "Generic S3 error: 403 Forbidden: <?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>\n\
                    <Message>Not  yours.</Message><HostId>x</HostId></Error>";
        assert_eq!(reason(text), "AccessDenied: Not yours.");
        assert_eq!(reason("<Error><Code>SlowDown</Code><Message></Message></Error>"), "SlowDown");
        assert_eq!(
            reason("Error performing GET https://a.example.org/c?sv=1&sig=secret in 2s - broken"),
            "Error performing GET https://a.example.org/c in 2s - broken"
        );
        assert!(reason(&"ä".repeat(1000)).chars().count() == MOST + 1);
    }

    #[test]
    fn a_key_that_cannot_be_listed_is_known_by_its_error() {
        let bad = path::Path::parse("a//b").expect_err("an empty segment");
        assert!(is_bad_key(&Error::from(bad)));
        assert!(!is_bad_key(&Error::Generic { store: "S3", source: "a//b".into() }));
    }
}
