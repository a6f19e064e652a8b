//! Words of the language, which stand in brackets where they are names.

/// All of them, though some could do without brackets. Sorted; `tests/kql` holds them against the language service.
const WORDS: [&str; 210] = [
    "access", "accumulate", "alias", "and", "anomalychart", "areachart", "as", "asc", "bagexpansion",
    "barchart", "best_effort", "between", "bin", "bin_legacy", "bool", "boolean", "by", "byte",
    "cachingpolicy", "callout", "cancel", "card", "char", "columnchart", "consume", "contains",
    "contains_cs", "containscs", "count", "cycles", "database", "dataexport", "dataformat", "datascope",
    "datatable", "date", "datetime", "datetime_pattern", "decimal", "declare", "decodeblocks", "default",
    "desc", "distinct", "double", "dynamic", "earliest", "edges", "encodingpolicy", "endswith",
    "endswith_cs", "entity_group", "evaluate", "expandoutput", "extend", "extent_tags_retention",
    "external_data", "externaldata", "facet", "filter", "find", "first", "flags", "float", "force_remote",
    "fork", "from", "getschema", "graph", "guid", "harddelete", "hardretention", "has", "has_all",
    "has_any", "has_cs", "hasprefix", "hasprefix_cs", "hassuffix", "hassuffix_cs", "hotcache", "id", "in",
    "inline_external_table", "int", "int16", "int32", "int64", "int8", "invoke", "isfuzzy", "join",
    "journal", "kind", "ladderchart", "last", "latest", "let", "like", "likecs", "limit", "linechart",
    "long", "lookup", "materialize", "mdm", "missing", "mvapply", "mvexpand", "nodes", "nooptimization",
    "notcontains", "notcontainscs", "notlike", "notlikecs", "null", "nulls", "of", "on", "optional", "or",
    "order", "others", "output", "pack", "parse", "partition", "pathformat", "pattern", "piechart",
    "pivotchart", "plotly", "print", "project", "queries", "query_parameters", "query_results", "range",
    "real", "reduce", "regex", "relaxed", "render", "restrict", "restricted_view_access",
    "row_level_security", "rowstore", "rowstore_references", "rowstore_sealinfo", "rowstorepolicy",
    "rowstores", "sample", "scan", "scatterchart", "seal", "seals", "search", "serialize", "set", "shards",
    "simple", "softdelete", "softretention", "sort", "sql", "stackedareachart", "startswith",
    "startswith_cs", "statistics", "step", "storedqueryresultcontainers", "string", "summarize",
    "tablepurge", "take", "time", "timechart", "timeline", "timepivot", "timespan", "title", "to", "top",
    "toscalar", "totable", "treemap", "typeof", "uint", "uint16", "uint32", "uint64", "uint8", "ulong",
    "union", "uniqueid", "unrestrictedviewers", "uuid", "verbose", "view", "viewers", "views", "where",
    "with", "with_itemindex", "with_match_id", "with_node_id", "with_source", "with_step_name",
    "withsource", "writeaheadlog",
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
