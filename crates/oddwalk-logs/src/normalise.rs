//! Normalisation: steps that turn texts that mean the same into the same text.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One step. Each leaves alone what has not the form that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalise {
    /// In lower case.
    Lower,
    /// `192.0.2.1:443` and `[2001:db8::1]:443` without the port, and without the brackets.
    WithoutPort,
    /// `arn:aws:sts::1:assumed-role/Role/session` without the session.
    WithoutRoleSession,
    /// What stands behind the last slash or backslash.
    FileName,
    /// Slashes in place of backslashes.
    ForwardSlashes,
}

impl Normalise {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Lower, Self::WithoutPort, Self::WithoutRoleSession, Self::FileName, Self::ForwardSlashes];

    /// As recipes name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::WithoutPort => "without-port",
            Self::WithoutRoleSession => "without-role-session",
            Self::FileName => "file-name",
            Self::ForwardSlashes => "forward-slashes",
        }
    }

    pub(crate) fn apply(self, text: Cow<str>) -> Cow<str> {
        match self {
            Self::Lower if text.contains(char::is_uppercase) => text.to_lowercase().into(),
            Self::WithoutPort => part(text, without_port),
            Self::WithoutRoleSession => part(text, without_role_session),
            Self::FileName => part(text, |text| text.rsplit(['/', '\\']).next().unwrap_or_default()),
            Self::ForwardSlashes if text.contains('\\') => text.replace('\\', "/").into(),
            Self::Lower | Self::ForwardSlashes => text,
        }
    }
}

/// A step that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no step: there are {all}", all = Normalise::ALL.map(Normalise::name).join(", "))]
pub struct BadNormalise(pub String);

impl std::str::FromStr for Normalise {
    type Err = BadNormalise;

    fn from_str(text: &str) -> Result<Self, BadNormalise> {
        let found = Self::ALL.into_iter().find(|step| step.name() == text);
        found.ok_or_else(|| BadNormalise(text.to_owned()))
    }
}

/// The part of the text, borrowed where the text is.
fn part<'t>(text: Cow<'t, str>, cut: impl for<'s> Fn(&'s str) -> &'s str) -> Cow<'t, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(cut(text)),
        Cow::Owned(text) if cut(&text).len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(cut(&text).to_owned()),
    }
}

fn without_port(text: &str) -> &str {
    if let Some((address, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let is_whole = rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port);
        return if is_whole && is_ipv6(address) { address } else { text };
    }
    match text.split_once(':') {
        Some((address, port)) if is_port(port) && is_ipv4(address) => address,
        _ => text,
    }
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_ipv4(text: &str) -> bool {
    let part = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() == 4 && text.split('.').all(part)
}

/// With or without a zone: `fe80::1%2`.
fn is_ipv6(text: &str) -> bool {
    text.split('%').next().is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

fn without_role_session(text: &str) -> &str {
    const ROLE: &str = ":assumed-role/";
    let Some(role) = text.find(ROLE).map(|at| at + ROLE.len()) else { return text };
    text[role..].find('/').map_or(text, |end| &text[..role + end])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn applied(step: Normalise, text: &str) -> String {
        let owned = step.apply(Cow::Owned(text.to_owned())).into_owned();
        assert_eq!(step.apply(Cow::Borrowed(text)), owned);
        assert_eq!(step.apply(Cow::Borrowed(&owned)), owned, "twice is as once");
        owned
    }

    #[test]
    fn ports_are_cut_off_addresses_alone() {
        for (text, expected) in [
            ("52.225.129.38:43510", "52.225.129.38"),
            ("[2603:1036:302:4091::5]:51902", "2603:1036:302:4091::5"),
            ("[::1]", "::1"),
            ("[fe80::1%12]:80", "fe80::1%12"),
            ("52.225.129.38", "52.225.129.38"),
            ("2603:1036::5", "2603:1036::5"),
            ("host:443", "host:443"),
            ("1.2.3.4:port", "1.2.3.4:port"),
            ("1.2.3.4:", "1.2.3.4:"),
            ("1.2.3.4:123456", "1.2.3.4:123456"),
            ("[x]:1", "[x]:1"),
            ("[::1]x", "[::1]x"),
            ("", ""),
        ] {
            assert_eq!(applied(Normalise::WithoutPort, text), expected);
        }
    }

    #[test]
    fn roles_lose_their_session() {
        for (text, expected) in [
            ("arn:aws:sts::1:assumed-role/Role/i-0dbc", "arn:aws:sts::1:assumed-role/Role"),
            ("arn:aws:sts::1:assumed-role/Role/a/b", "arn:aws:sts::1:assumed-role/Role"),
            ("arn:aws:iam::1:user/path/ann", "arn:aws:iam::1:user/path/ann"),
            ("arn:aws:sts::1:assumed-role/Role", "arn:aws:sts::1:assumed-role/Role"),
        ] {
            assert_eq!(applied(Normalise::WithoutRoleSession, text), expected);
        }
    }

    #[test]
    fn paths_and_case() {
        assert_eq!(applied(Normalise::FileName, r"C:\Windows\System32\cmd.exe"), "cmd.exe");
        assert_eq!(applied(Normalise::FileName, "/usr/bin/ls"), "ls");
        assert_eq!(applied(Normalise::FileName, "ls"), "ls");
        assert_eq!(applied(Normalise::ForwardSlashes, r"C:\a/b\"), "C:/a/b/");
        assert_eq!(applied(Normalise::Lower, "Ann@EXAMPLE.com"), "ann@example.com");
        assert_eq!(applied(Normalise::Lower, "ÄRGER"), "ärger");
        for step in Normalise::ALL {
            assert_eq!(step.name().parse(), Ok(step));
            let written: BTreeMap<String, Normalise> =
                toml::from_str(&format!("x = \"{}\"", step.name())).unwrap();
            assert_eq!(written["x"], step, "recipes call it the same");
        }
    }
}
