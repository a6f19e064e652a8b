//! Models of several recipes in one file: saved, used again with what was wanted otherwise, merged or refused.

use serde_json::Value;

use super::folders::mixed;
use super::made::{calls, cmdlets, json_text, ndjson, purview, sharepoint};
use super::{counts, scan, scan_with_code};
use crate::support::Place;

fn fit(place: &Place, words: &str) {
    let outcome = place.run(&format!("fit {words}"));
    assert_eq!(outcome.code, 0, "{words}: {}", outcome.err);
}

#[test]
fn a_model_of_several_recipes_scores_each_log_by_its_own() {
    let place = mixed();
    fit(&place, "logs --out all.model");
    fit(&place, "logs/aws --out aws.model");
    let shown = place.run("model show all.model").out;
    for said in [
        "model of recipe aws-cloudtrail: commands with parameters and values",
        "model of recipe office365-exchange: ",
    ] {
        assert!(shown.contains(said), "{shown}");
    }
    // What is learnt from a log itself is left out by the method oddwalk, and not by this one.
    let scores = |words: &[&str]| {
        let findings = scan(&place, &[words, &["--method", "msticpy"]].concat()).findings;
        findings
            .iter()
            .map(|finding| format!("{} {}", finding["entity"], finding["likelihood"]))
            .collect::<Vec<_>>()
    };
    let alone = scores(&["logs/aws"]);
    assert_eq!(scores(&["logs/aws", "--model", "all.model"]), alone);
    assert_eq!(scores(&["logs/aws", "--model", "aws.model"]), alone);
    assert_eq!(scores(&["logs", "--model", "all.model"]), scores(&["logs"]));
    assert_eq!(place.run("scan logs --save-model saved.model --top 0").code, 0);
    assert_eq!(place.read("saved.model"), place.read("all.model"));
    let tables = place.run("model show all.model --tables").out;
    let recipes = |recipe: &str| {
        tables.lines().filter(|line| line.contains(&format!("\"recipe\":\"{recipe}\""))).count()
    };
    assert!(recipes("aws-cloudtrail") > 0 && recipes("office365-exchange") > 0);
}

#[test]
fn a_log_of_which_the_model_knows_nothing_is_named_and_the_rest_is_scored() {
    let place = mixed();
    fit(&place, "logs/aws --out aws.model");
    let scanned = scan_with_code(&place, &["logs", "--model", "aws.model"], 4);
    assert!(scanned.findings.iter().all(|finding| finding["recipe"] == "aws-cloudtrail"));
    assert_eq!(scanned.quality(Value::Null)["files"].as_array().unwrap().len(), 2);
    let said = "logs/office/audit.csv: the model has learnt from no log of the recipe office365-exchange";
    assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
    let outcome = place.run("scan logs/office --model aws.model");
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains(said), "{}", outcome.err);
}

/// Cmdlets and files, which are of one recipe.
fn workloads() -> Place {
    let files: Vec<Value> = (0..3).map(|number| sharepoint(number, "Bob@contoso.com")).collect();
    Place::with(&[
        ("a.csv", &purview(&[cmdlets(), files.clone()].concat())),
        ("b.csv", &purview(&[files, vec![cmdlets().remove(0)]].concat())),
    ])
}

#[test]
fn what_was_wanted_otherwise_is_remembered() {
    let place = workloads();
    fit(
        &place,
        "a.csv --no-normalise --entity UserId --carry ItemType --max-gap 30s --exclude no-user --out m",
    );
    let shown = place.run("model show m").out;
    for said in [
        "  entity in      UserId\n",
        "  exclude        no-user\n",
        "  no-normalise   yes\n",
        "  carry in       ItemType\n",
    ] {
        assert!(shown.contains(said), "{shown}");
    }
    assert!(shown.contains("gaps of at most 30s"), "{shown}");
    let again = scan(&place, &["a.csv", "--model", "m"]);
    let users = ["Ann@Contoso.com", "Bob@contoso.com", "ann@contoso.com"];
    assert_eq!(again.entities(), users);
    assert!(again.findings.iter().all(|finding| finding["carried"]["ItemType"].is_array()));
    let otherwise = scan(&place, &["a.csv", "--model", "m", "--entity", "Workload"]);
    assert_eq!(
        otherwise.entities(),
        ["Exchange", "OneDrive"],
        "what is given goes before what is remembered"
    );
}

#[test]
fn conditions_and_steps_are_remembered_too() {
    let place = workloads();
    let args =
        ["fit", "a.csv", "--where", "Workload is Exchange", "--normalise", "Operation:lower", "--out", "m"];
    assert_eq!(place.run_args(&args, b"").code, 0);
    let again = scan(&place, &["b.csv", "--model", "m"]);
    assert_eq!((counts(again.only()), again.commands()), ([4, 1, 0, 3], vec!["get-mailbox".to_owned()]));
}

#[test]
fn models_merge_recipe_by_recipe_where_they_were_read_alike() {
    let place = workloads();
    place.write("aws.ndjson", ndjson(&calls()));
    place.write("page.json", json_text(&cmdlets().into()));
    fit(&place, "a.csv --out a");
    fit(&place, "aws.ndjson --out aws");
    assert_eq!(place.run("model merge a aws --out both").code, 0);
    fit(&place, "a.csv aws.ndjson --out together");
    assert_eq!(place.read("both"), place.read("together"));
    let twice = place.run("model merge both aws --out m");
    assert_eq!(twice.code, 2);
    assert!(twice.err.contains("aws: has learnt from aws.ndjson"), "{}", twice.err);
    fit(&place, "b.csv --recipe office365 --no-normalise --out raw");
    for words in ["merge a raw --out m", "merge a raw --out m --force"] {
        let outcome = place.run(&format!("model {words}"));
        assert_ne!(outcome.code, 0, "{words}");
        assert!(outcome.err.starts_with("error: raw: "), "{words}: {}", outcome.err);
    }
    assert!(!place.names().contains(&"m".to_owned()));
}
