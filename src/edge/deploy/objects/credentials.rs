//! The way to a store, and where its credentials come from: the environment first, then the file of the AWS programs.
//!
//! The library reads the environment for all three services, and asks the machine's own role where there is one.
//! What is added here is `~/.aws/credentials`, which people have.

#![expect(clippy::disallowed_methods, reason = "credentials come from the environment and from files")]

use std::{fs, path::PathBuf, sync::Arc};

use object_store::{
    Error, ObjectStore, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    azure::MicrosoftAzureBuilder,
    gcp::GoogleCloudStorageBuilder,
};

use super::http::Connector;
use crate::model::deploy::{Objects, Service};

/// Variables by which AWS credentials come in another way than as a key.
const OTHER_WAYS: [&str; 3] = [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Makes ready the client of a store; nothing is asked yet.
pub(super) fn connect(keys: &Objects) -> Result<Arc<dyn ObjectStore>, Error> {
    // What fails for longer than this is told, and run again by the person.
    let retry = RetryConfig { max_retries: 4, ..RetryConfig::default() };
    let endpoint = keys.endpoint.as_deref();
    Ok(match &keys.service {
        Service::S3 { bucket, region } => {
            let mut s3 = complete(AmazonS3Builder::from_env())
                .with_bucket_name(bucket)
                .with_disable_bulk_delete(true)
                .with_retry(retry)
                .with_http_connector(Connector);
            if let Some(endpoint) = endpoint {
                s3 = s3.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
            }
            if let Some(region) = region {
                s3 = s3.with_region(region);
            }
            Arc::new(s3.build()?)
        }
        Service::Gcs { bucket } => {
            let mut gcs = GoogleCloudStorageBuilder::from_env()
                .with_bucket_name(bucket)
                .with_retry(retry)
                .with_http_connector(Connector);
            if let Some(endpoint) = endpoint {
                gcs = gcs.with_base_url(endpoint);
            }
            Arc::new(gcs.build()?)
        }
        Service::Azure { account, container } => {
            let mut azure = MicrosoftAzureBuilder::from_env()
                .with_account(account)
                .with_container_name(container)
                .with_retry(retry)
                .with_http_connector(Connector);
            if let Some(endpoint) = endpoint {
                azure =
                    azure.with_endpoint(endpoint.to_owned()).with_allow_http(endpoint.starts_with("http://"));
            }
            Arc::new(azure.build()?)
        }
    })
}

/// Adds the keys of a profile when the environment gives none.
fn complete(mut s3: AmazonS3Builder) -> AmazonS3Builder {
    let given = s3.get_config_value(&AmazonS3ConfigKey::AccessKeyId).is_some();
    if given || OTHER_WAYS.iter().any(|name| std::env::var_os(name).is_some()) {
        return s3;
    }
    let file = std::env::var_os("AWS_SHARED_CREDENTIALS_FILE").map(PathBuf::from);
    let file = file.or_else(|| Some(std::env::home_dir()?.join(".aws/credentials")));
    let text = file.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let profile = std::env::var("AWS_PROFILE").unwrap_or_else(|_| "default".to_owned());
    for (key, value) in section(&text, &profile) {
        s3 = match key {
            "aws_access_key_id" => s3.with_access_key_id(value),
            "aws_secret_access_key" => s3.with_secret_access_key(value),
            "aws_session_token" => s3.with_token(value),
            _ => s3,
        };
    }
    s3
}

/// The keys of one section of an INI file.
fn section<'a>(text: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let mut inside = false;
    let mut pairs = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(head) = line.strip_prefix('[') {
            inside = head.trim_end_matches(']').trim() == name;
        } else if inside && let Some((key, value)) = line.split_once('=') {
            pairs.push((key.trim(), value.trim()));
        }
    }
    pairs
}

/// How a person gives them.
pub(super) fn hint(keys: &Objects) -> String {
    match keys.service {
        Service::S3 { .. } => {
            "give credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or in ~/.aws/credentials (AWS_PROFILE); \
             they must be allowed to list the bucket, and to read, write and delete objects below the prefix"
        }
        Service::Gcs { .. } => {
            "give the file of a service account in GOOGLE_SERVICE_ACCOUNT, or log in with gcloud; it must be allowed \
             to list, read, write and delete objects"
        }
        Service::Azure { .. } => {
            "give credentials in AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_KEY, or in AZURE_CLIENT_ID, \
             AZURE_CLIENT_SECRET and AZURE_TENANT_ID; they must be allowed to list, read, write and delete blobs"
        }
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_profile_that_is_meant_is_read() {
        let text = "[default]\naws_access_key_id = A\n# x = y\n\n[work]\naws_access_key_id=B\naws_secret_access_key = c=d\n";
        assert_eq!(section(text, "work"), [("aws_access_key_id", "B"), ("aws_secret_access_key", "c=d")]);
        assert_eq!(section(text, "default")[0], ("aws_access_key_id", "A"));
        assert!(section(text, "other").is_empty());
    }
}
