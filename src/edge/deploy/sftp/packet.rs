//! Version 3 of the protocol, which every server speaks: requests and answers as bytes.

/// What a request asks for, or an answer gives.
pub(super) mod kind {
    pub(in super::super) const INIT: u8 = 1;
    pub(in super::super) const VERSION: u8 = 2;
    pub(in super::super) const OPEN: u8 = 3;
    pub(in super::super) const CLOSE: u8 = 4;
    pub(in super::super) const READ: u8 = 5;
    pub(in super::super) const WRITE: u8 = 6;
    pub(in super::super) const LSTAT: u8 = 7;
    pub(in super::super) const OPENDIR: u8 = 11;
    pub(in super::super) const READDIR: u8 = 12;
    pub(in super::super) const REMOVE: u8 = 13;
    pub(in super::super) const MKDIR: u8 = 14;
    pub(in super::super) const RMDIR: u8 = 15;
    pub(in super::super) const REALPATH: u8 = 16;
    pub(in super::super) const RENAME: u8 = 18;
    pub(in super::super) const READLINK: u8 = 19;
    pub(in super::super) const SYMLINK: u8 = 20;
    pub(in super::super) const STATUS: u8 = 101;
    pub(in super::super) const HANDLE: u8 = 102;
    pub(in super::super) const DATA: u8 = 103;
    pub(in super::super) const NAME: u8 = 104;
    pub(in super::super) const ATTRS: u8 = 105;
    pub(in super::super) const EXTENDED: u8 = 200;
}

/// The longest answer that is believed; servers send 256 KB at most.
const LONGEST: u32 = 4 << 20;

/// A request in the making.
pub(super) struct Request(Vec<u8>);

impl Request {
    /// One of a kind; the number is how its answer is known.
    pub(super) fn new(kind: u8, number: u32) -> Self {
        Self(vec![0, 0, 0, 0, kind]).u32(number)
    }

    pub(super) fn u32(mut self, number: u32) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    pub(super) fn u64(mut self, number: u64) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// The bytes that travel: their length first.
    pub(super) fn done(mut self) -> Vec<u8> {
        let length = u32::try_from(self.0.len() - 4).unwrap_or(u32::MAX);
        self.0[..4].copy_from_slice(&length.to_be_bytes());
        self.0
    }
}

/// The length that an answer begins with, if it can be one.
pub(super) fn length(head: [u8; 4]) -> Option<usize> {
    let length = u32::from_be_bytes(head);
    (1..=LONGEST).contains(&length).then_some(length as usize)
}

/// An answer that is being taken apart; every part is `None` at its end.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) kind: u8,
    bytes: Vec<u8>,
    at: usize,
}

impl Answer {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { kind: bytes.first().copied().unwrap_or_default(), bytes, at: 1 }
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let end = self.at.checked_add(count)?;
        let part = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(part)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4).and_then(|part| part.try_into().ok()).map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.take(8).and_then(|part| part.try_into().ok()).map(u64::from_be_bytes)
    }

    pub(super) fn bytes(&mut self) -> Option<Vec<u8>> {
        let count = self.u32()? as usize;
        self.take(count).map(<[u8]>::to_vec)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        self.bytes().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What is known of a file: its mode and size.
    pub(super) fn attributes(&mut self) -> Option<Attributes> {
        let flags = self.u32()?;
        let size = if flags & 1 == 0 { 0 } else { self.u64()? };
        if flags & 2 != 0 {
            self.take(8)?;
        }
        let mode = if flags & 4 == 0 { None } else { Some(self.u32()?) };
        let mtime = if flags & 8 == 0 {
            0
        } else {
            self.u32()?;
            self.u32()?
        };
        if flags & 0x8000_0000 != 0 {
            for _ in 0..self.u32()? {
                self.bytes()?;
                self.bytes()?;
            }
        }
        Some(Attributes { size, mode, mtime })
    }
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) size: u64,
    /// As in `st_mode`.
    pub(super) mode: Option<u32>,
    /// Seconds since 1970.
    pub(super) mtime: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_never_past_its_end() {
        let sent = Request::new(kind::NAME, 7)
            .u32(1)
            .bytes(b"a b")
            .bytes(b"long")
            .u32(5)
            .u64(1 << 40)
            .u32(0o100_644);
        let sent = sent.done();
        assert_eq!(length(sent[..4].try_into().expect("four")), Some(sent.len() - 4));
        let read = |bytes: &[u8]| {
            let mut answer = Answer::new(bytes.to_vec());
            let head = (answer.kind, answer.u32()?, answer.u32()?, answer.text()?, answer.text()?);
            Some((head, answer.attributes()?))
        };
        let ((kind, number, count, name, _), attributes) = read(&sent[4..]).expect("an answer");
        assert_eq!((kind, number, count, &*name), (kind::NAME, 7, 1, "a b"));
        assert_eq!(attributes, Attributes { size: 1 << 40, mode: Some(0o100_644), mtime: 0 });
        for end in 4..sent.len() {
            assert_eq!(read(&sent[4..end]), None, "{end}");
        }
        for bytes in [[0, 0, 0, 0], [255, 0, 0, 0]] {
            assert_eq!(length(bytes), None, "{bytes:?}");
        }
    }
}
