//! Words of the language that no column can be called by without brackets.

/// Sorted. The tests in `tests/kql` hold them against the language service.
const WORDS: [&str; 148] = [
    "accumulate", "and", "anomalychart", "areachart", "as", "asc", "bagexpansion", "barchart", "between",
    "bin_legacy", "boolean", "by", "byte", "cachingpolicy", "callout", "cancel", "card", "char",
    "columnchart", "contains", "contains_cs", "containscs", "cycles", "dataexport", "datascope",
    "datatable", "date", "datetime", "decimal", "decodeblocks", "desc", "double", "dynamic", "earliest",
    "encodingpolicy", "endswith", "endswith_cs", "expandoutput", "extent_tags_retention", "external_data",
    "externaldata", "find", "first", "flags", "float", "force_remote", "harddelete", "hardretention", "has",
    "has_all", "has_any", "has_cs", "hasprefix", "hasprefix_cs", "hassuffix", "hassuffix_cs", "hotcache",
    "in", "int", "int16", "int32", "int64", "int8", "invoke", "isfuzzy", "journal", "kind", "ladderchart",
    "last", "latest", "like", "likecs", "linechart", "long", "materialize", "mdm", "missing",
    "nooptimization", "notcontains", "notcontainscs", "notlike", "notlikecs", "of", "or", "others",
    "pathformat", "piechart", "pivotchart", "print", "project", "queries", "query_results", "real",
    "relaxed", "restricted_view_access", "row_level_security", "rowstore", "rowstore_references",
    "rowstore_sealinfo", "rowstorepolicy", "rowstores", "sample", "scatterchart", "seal", "seals", "search",
    "set", "shards", "simple", "softdelete", "softretention", "sql", "stackedareachart", "startswith",
    "startswith_cs", "statistics", "storedqueryresultcontainers", "string", "tablepurge", "time",
    "timechart", "timeline", "timepivot", "timespan", "title", "to", "toscalar", "totable", "treemap",
    "uint", "uint16", "uint32", "uint64", "uint8", "ulong", "union", "uniqueid", "unrestrictedviewers",
    "verbose", "viewers", "views", "where", "with_itemindex", "with_match_id", "with_source",
    "with_step_name", "withsource", "writeaheadlog",
];

/// Whether the word means something else than a name: truth values do in any case of letters.
pub(super) fn is_reserved(name: &str) -> bool {
    let is_truth = ["true", "false"].iter().any(|truth| name.eq_ignore_ascii_case(truth));
    is_truth || name.starts_with("__") || WORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        assert!(WORDS.is_sorted());
        assert!(["by", "union", "True", "__id"].into_iter().all(is_reserved));
        assert!(!["By", "account", "trueish"].into_iter().any(is_reserved));
    }
}
