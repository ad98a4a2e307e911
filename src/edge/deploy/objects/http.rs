//! Requests to object stores go through the HTTP client that the program has anyway; the library would bring a
//! second one, with a second TLS.

use std::{future::Future, io, pin::Pin, time::Duration};

use http_body_util::BodyExt;
use object_store::{
    ClientOptions,
    client::{HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService},
};
use ureq::{Agent, http};

/// Addresses at which a machine in a cloud is told its own credentials. Elsewhere nobody answers there.
const OWN_CREDENTIALS: [&str; 3] = ["169.254.169.254", "169.254.170.2", "metadata.google.internal"];

/// Makes the client.
#[derive(Debug)]
pub(super) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_send_body(Some(Duration::from_secs(900)))
            .timeout_recv_response(Some(Duration::from_secs(60)))
            .timeout_recv_body(Some(Duration::from_secs(300)))
            .max_idle_connections(32)
            .max_idle_connections_per_host(32)
            .user_agent(concat!("dossier/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        Ok(HttpClient::new(Client { agent }))
    }
}

#[derive(Debug)]
struct Client {
    agent: Agent,
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for Client {
    /// Blocks the thread: each request has one of its own.
    fn call<'s, 'a>(&'s self, request: HttpRequest) -> Answer<'a>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let own = parts.uri.host().is_some_and(|host| OWN_CREDENTIALS.contains(&host));
            let carries = [http::Method::PUT, http::Method::POST].contains(&parts.method);
            let answer = if carries {
                self.run(http::Request::from_parts(parts, &body[..]), own)
            } else {
                self.run(http::Request::from_parts(parts, ()), own)
            };
            let (parts, mut body) = answer.map_err(|error| failed(error, own))?.into_parts();
            let bytes = body.with_config().limit(u64::MAX).read_to_vec();
            Ok(HttpResponse::from_parts(parts, bytes.map_err(|error| failed(error, own))?.into()))
        })
    }
}

impl Client {
    fn run<B: ureq::AsSendBody>(
        &self,
        request: http::Request<B>,
        own: bool,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        if !own {
            return self.agent.run(request);
        }
        let hurried = self.agent.configure_request(request).timeout_global(Some(Duration::from_secs(2)));
        self.agent.run(hurried.build())
    }
}

/// What went wrong, as the library decides by whether to try again.
fn failed(error: ureq::Error, own: bool) -> HttpError {
    let kind = match &error {
        // Nobody is there.
        _ if own => HttpErrorKind::Unknown,
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => HttpErrorKind::Connect,
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
        ureq::Error::Io(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
