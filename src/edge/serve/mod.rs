//! The preview's server: the site from memory, on this machine only, with a stream that says when a page has changed.

mod answers;
mod desk;
mod editor;
mod guard;
mod listen;
mod live;
mod preview;
mod stream;

use std::{io, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::Method,
    response::Response,
};

use self::{
    answers::{Script, page, refused, script, silent},
    guard::{Guard, Refused},
    live::Shown,
    preview::Answer,
};
pub use self::{
    desk::{Desk, Reply},
    editor::{Told, open_browser},
    listen::{DEFAULT_PORT, Listeners},
    live::Live,
    preview::Preview,
};

/// Everything that answers requests.
pub(super) struct Server {
    live: Arc<Live>,
    guard: Guard,
    told: Told,
    desk: Box<dyn Desk>,
    /// Whether pages learn of changes.
    reload: bool,
}

/// Answers requests until the program is ended.
pub fn run(
    listeners: Listeners,
    live: Arc<Live>,
    told: Told,
    desk: Box<dyn Desk>,
    reload: bool,
) -> io::Result<()> {
    let guard = Guard::new(listeners.port, listeners.interface)?;
    let server = Arc::new(Server { live, guard, told, desk, reload });
    let app = Router::new().fallback(answer).with_state(server);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut open = Vec::new();
        for socket in listeners.sockets {
            socket.set_nonblocking(true)?;
            let socket = tokio::net::TcpListener::from_std(socket)?;
            open.push(tokio::spawn(axum::serve(socket, app.clone()).into_future()));
        }
        for socket in open {
            socket.await.map_err(io::Error::other)??;
        }
        Ok(())
    })
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (headers, uri, method) = (request.headers(), request.uri(), request.method());
    if let Err(why) = server.guard.host(headers, uri) {
        return refused(why);
    }
    let path = uri.path().to_owned();
    match (path.strip_prefix("/_dossier/"), method) {
        (Some("events"), &Method::GET) => {
            let query = stream::Query::read(uri.query().unwrap_or_default());
            match server.guard.own_page(headers, uri, Some(&query.token)) {
                Ok(()) if server.reload => stream::follow(server, query),
                Ok(()) => silent(404, "changes are not told"),
                Err(why) => refused(why),
            }
        }
        (Some("open"), &Method::POST) => match server.guard.own_write(headers, uri) {
            Ok(()) => open(&server, request).await,
            Err(why) => refused(why),
        },
        (Some(name @ ("waiting" | "decide" | "undo")), method) => {
            let asked = if method == Method::POST {
                server.guard.own_write(headers, uri)
            } else {
                let token = headers.get("x-dossier-token").and_then(|token| token.to_str().ok());
                server.guard.own_page(headers, uri, token)
            };
            match asked {
                Ok(()) => desk::answer(Arc::clone(&server), name.to_owned(), request).await,
                Err(why) => refused(why),
            }
        }
        (Some("desk/"), &(Method::GET | Method::HEAD)) => desk::page(server.guard.token()),
        (Some("desk"), &(Method::GET | Method::HEAD)) => answers::moved("/_dossier/desk/"),
        (Some(name), &(Method::GET | Method::HEAD)) => {
            Script::named(name).map_or_else(not_there, |found| script(&found))
        }
        (None, &(Method::GET | Method::HEAD)) => {
            let unchanged = headers.get("if-none-match").cloned();
            let shown = tokio::task::spawn_blocking(move || site(&server, &path, unchanged.as_ref())).await;
            shown.unwrap_or_else(|_| silent(500, "the program failed at this page"))
        }
        _ => silent(405, "this cannot be done here"),
    }
}

fn not_there() -> Response {
    silent(404, "there is nothing here")
}

fn site(server: &Server, path: &str, unchanged: Option<&axum::http::HeaderValue>) -> Response<Body> {
    let script = server.reload.then(|| server.guard.token());
    match server.live.at(path) {
        Shown::Answer(Answer::Page(found)) => page(&found, script),
        Shown::Answer(Answer::File(path, bytes)) => answers::file(&path, &bytes, unchanged),
        Shown::Answer(Answer::Moved(to)) => answers::moved(&to),
        Shown::Broken => answers::broken(script),
    }
}

/// Opens a file of which a problem is shown in the person's editor.
async fn open(server: &Server, request: Request) -> Response {
    /// More is no place.
    const MOST: usize = 16 * 1024;
    let body = axum::body::to_bytes(request.into_body(), MOST).await.unwrap_or_default();
    let asked: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let place = asked["path"].as_str().and_then(|path| server.live.place_of(path, asked["line"].as_u64()?));
    let Some((path, line, column)) = place else {
        return refused(Refused("there is no problem at this place"));
    };
    match server.told.open(&path, line, column) {
        Ok(()) => silent(204, ""),
        Err(error) => silent(500, &format!("the editor cannot be started: {}", super::reason(&error))),
    }
}
