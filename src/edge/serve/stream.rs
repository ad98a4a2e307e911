//! The stream that tells an open page when it has changed, and what is wrong.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::response::{
    IntoResponse, Response, Sse,
    sse::{Event, KeepAlive},
};
use futures_core::Stream;
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::Server;

/// How long a page that was left may stay unnoticed.
const STILL_THERE: Duration = Duration::from_secs(10);

/// What an open page says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) token: String,
    /// Its path.
    pub(super) page: String,
    /// The mark that it came with.
    mark: String,
}

impl Query {
    /// From the part of an address after `?`.
    pub(super) fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
            match key {
                "token" => read.token = value,
                "page" => read.page = value,
                "mark" => read.mark = value,
                _ => {}
            }
        }
        read
    }
}

/// A stream for one open page.
pub(super) fn follow(server: Arc<Server>, query: Query) -> Response {
    let (sender, receiver) = channel(4);
    tokio::spawn(tell(server, query, sender));
    let alive = KeepAlive::new().interval(STILL_THERE);
    let mut response = Sse::new(Messages(receiver)).keep_alive(alive).into_response();
    let headers = super::answers::silent(200, "");
    for (name, value) in headers.headers() {
        if name != "content-type" && name != "content-length" {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// Says at first what is wrong, and whether the page has changed already; then each change that concerns it.
async fn tell(server: Arc<Server>, query: Query, sender: Sender<Event>) {
    let mut version = server.live.subscribe();
    let (mut mark, mut problems) = (query.mark, None);
    loop {
        version.mark_unchanged();
        let (asked, page) = (Arc::clone(&server), query.page.clone());
        let look = move || (asked.live.mark(&page), asked.live.problems(&asked.told));
        let Ok((new_mark, (key, list))) = tokio::task::spawn_blocking(look).await else { return };
        if new_mark != mark || problems != Some(key) {
            let message = json!({ "mark": new_mark, "problems": list });
            if sender.send(Event::default().data(message.to_string())).await.is_err() {
                return;
            }
            (mark, problems) = (new_mark, Some(key));
        }
        while !matches!(tokio::time::timeout(STILL_THERE, version.changed()).await, Ok(Ok(()))) {
            if sender.is_closed() {
                return;
            }
        }
        if sender.is_closed() {
            return;
        }
    }
}

struct Messages(Receiver<Event>);

impl Stream for Messages {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|event| event.map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_it_is_and_what_it_shows() {
        let query = Query::read("token=t&page=%2Ftopics%2F%D0%B0%2F&mark=m&other=x&&");
        assert_eq!(query, Query { token: "t".into(), page: "/topics/а/".into(), mark: "m".into() });
    }
}
