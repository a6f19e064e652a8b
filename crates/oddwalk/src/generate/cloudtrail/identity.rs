//! Who called: what follows from the ARN, and the user agent.

use std::fmt::Write;

use super::super::actor::{Actor, hideout};
use super::super::dice::{mix, mix_text, part, place};
use super::super::event::{Beat, Spot};

/// The account of the made-up company; AWS uses this number in examples.
pub(super) const ACCOUNT: &str = "111122223333";

/// The role and the session of an assumed role's ARN.
pub(super) fn assumed(arn: &str) -> Option<(&str, &str)> {
    arn.split_once(":assumed-role/")?.1.split_once('/')
}

/// The identifier that stays when somebody is renamed.
pub(super) fn principal(arn: &str) -> String {
    match assumed(arn) {
        Some((role, session)) => format!("{}:{session}", identifier("AROA", role)),
        None if arn.contains(":user/") => identifier("AIDA", arn),
        None => arn.to_owned(),
    }
}

/// The ARN of the role that was assumed, or the user's own.
pub(super) fn role(arn: &str) -> String {
    assumed(arn).map_or_else(|| arn.to_owned(), |(role, _)| role_arn(role))
}

pub(super) fn role_arn(role: &str) -> String {
    let path = if role.starts_with("AWSReservedSSO_") { "aws-reserved/sso.amazonaws.com/" } else { "" };
    format!("arn:aws:iam::{ACCOUNT}:role/{path}{role}")
}

/// Sixteen letters and digits behind a prefix that says what it identifies.
pub(super) fn identifier(prefix: &str, text: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut word = mix(mix_text(text), mix_text(prefix));
    let mut out = prefix.to_owned();
    for _ in 0..16 {
        word = mix(word, 3);
        out.push(char::from(DIGITS[place(word, DIGITS.len())]));
    }
    out
}

const CONSOLES: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/<v>.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/<v>.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:<v>.0) Gecko/20100101 Firefox/<v>.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:<v>.0) Gecko/20100101 Firefox/<v>.0",
];
const SHELLS: [&str; 4] = [
    "aws-cli/2.15.<n> Python/3.11.8 Linux/6.5.0 exe/x86_64.ubuntu.22 prompt/off",
    "aws-cli/2.15.<n> Python/3.11.8 Darwin/23.4.0 exe/x86_64 prompt/off",
    "aws-cli/2.15.<n> Python/3.11.8 Windows/10 exe/AMD64 prompt/off",
    "aws-cli/1.32.<n> Python/3.10.12 Linux/5.15.0 botocore/1.34.<n>",
];
const PROGRAMS: [&str; 2] = [
    "Boto3/1.34.<n> Python/3.12.2 Linux/5.10.213 exec-env/AWS_Lambda_python3.12 Botocore/1.34.<n>",
    "Boto3/1.34.<n> Python/3.11.6 Linux/6.1.79 Botocore/1.34.<n>",
];
const PLANNERS: [&str; 2] = [
    "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.4<n>.0",
    "APN/1.0 HashiCorp/1.0 Terraform/1.6.6 (+https://www.terraform.io) terraform-provider-aws/5.3<n>.0",
];
const SERVERS: [&str; 2] = [
    "aws-sdk-java/2.24.<n> Linux/6.1.79 OpenJDK_64-Bit_Server_VM/17.0.10",
    "aws-sdk-go-v2/1.25.<n> os/linux lang/go#1.21.7",
];

/// What the tool says of itself: the same for one actor and tool. An intruder
/// has other versions.
pub(super) fn user_agent(actor: &Actor, beat: &Beat) -> String {
    let style = if beat.spot == Spot::Strange { hideout(actor.style) } else { actor.style };
    let word = mix(style, mix_text(beat.tool));
    let texts: &[&str] = match beat.tool {
        "console" => &CONSOLES,
        "terraform" => &PLANNERS,
        "program" => &PROGRAMS,
        "server" => &SERVERS,
        _ => &SHELLS,
    };
    let text = texts[place(word, texts.len())];
    let version = part(word >> 8, 9);
    text.replace("<v>", &(version + 115).to_string()).replace("<n>", &version.to_string())
}

/// An identifier in the form of a UUID.
pub(super) fn push_uuid(out: &mut String, number: u64) {
    let (left, right) = (mix(number, 5), mix(number, 6));
    let _ = write!(
        out,
        "{:08x}-{:04x}-4{:03x}-9{:03x}-{:012x}",
        left >> 32,
        (left >> 16) & 0xffff,
        left & 0xfff,
        right >> 52,
        right & 0xffff_ffff_ffff
    );
}
