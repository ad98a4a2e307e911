//! The desk: what waits for a person, and what the person decides, as requests. What they mean is not known here.

use std::sync::Arc;

use axum::{extract::Request, http::Method, response::Response};
use serde_json::Value;

use super::{
    Server,
    answers::{respond, silent},
    stream::Query,
};

/// A decision with all its corrections is smaller than this many bytes.
const MOST: usize = 1 << 20;

/// An answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// 200; or 409 when it could not be done, with the reasons.
    pub status: u16,
    /// What is shown.
    pub value: Value,
}

/// Whoever knows what waits and carries decisions out.
pub trait Desk: Send + Sync {
    /// What waits on the page with this path; everything when it is empty.
    fn waiting(&self, page: &str) -> Value;
    /// Carries a decision out.
    fn decide(&self, decision: &Value) -> Reply;
    /// Takes the last decision back.
    fn undo(&self) -> Reply;
}

/// Answers a request of a page that may ask.
pub(super) async fn answer(server: Arc<Server>, name: String, request: Request) -> Response {
    let query = Query::read(request.uri().query().unwrap_or_default());
    let post = request.method() == Method::POST;
    let Ok(body) = axum::body::to_bytes(request.into_body(), MOST).await else {
        return silent(413, "this is more than a decision");
    };
    let look = move || match (name.as_str(), post) {
        ("waiting", false) => Some(Reply { status: 200, value: server.desk.waiting(&query.page) }),
        ("decide", true) => {
            let decision = serde_json::from_slice(&body).unwrap_or_default();
            Some(server.desk.decide(&decision))
        }
        ("undo", true) => Some(server.desk.undo()),
        _ => None,
    };
    match tokio::task::spawn_blocking(look).await {
        Ok(Some(reply)) => respond(reply.status, "application/json", reply.value.to_string().into()),
        Ok(None) => silent(405, "this cannot be done here"),
        Err(_) => silent(500, "the program failed; please report this"),
    }
}

/// The page with everything that waits.
pub(super) fn page(token: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Desk</title>\n\
         <link rel=\"icon\" href=\"/_dossier/icon.svg\">\n         <link rel=\"stylesheet\" href=\"/_dossier/panel.css\">\n<script type=\"module\" src=\"/_dossier/desk.js\"></script>\n\
         </head>\n<body class=\"desk\">\n<main data-token=\"{token}\">\n<h1>Desk</h1>\n<noscript><p>The desk needs scripts; \
         <code>dossier review</code> does the same.</p></noscript>\n</main>\n</body>\n</html>\n"
    );
    respond(200, "text/html; charset=utf-8", html.into())
}
