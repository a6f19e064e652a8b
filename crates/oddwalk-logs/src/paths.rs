//! Paths: the needed names as a tree, in which a field in an object is found by its own name alone.

/// The needed names, split at their dots: `user.name` is the field `name` in the object `user`.
///
/// A name may hold dots of its own, so each split of a needed name leads to it: the field `user.name` of the record does
/// as well. That makes few nodes, since all splits that begin alike meet in the same one.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    nodes: Vec<Path>,
}

/// A beginning of needed names, up to a dot or whole.
#[derive(Clone, Debug)]
struct Path {
    /// All of it, from the record on.
    name: String,
    /// The column that has exactly this name.
    column: Option<usize>,
    /// What follows behind a dot, and the nodes that it leads to, by their groups.
    inner: Vec<(Box<[u8]>, Node)>,
    /// Where each group begins, and the last one ends.
    groups: [usize; GROUPS + 1],
    /// The columns whose names begin with this one and a dot.
    below: Vec<usize>,
}

/// Names in an object are looked for in one of so many groups.
const GROUPS: usize = 64;

/// Names that are needed and others seldom share both their length and their last byte.
#[inline]
fn group(name: &[u8]) -> usize {
    let last = name.last().map_or(0, |&last| usize::from(last));
    (name.len() * 7 + last) % GROUPS
}

/// A place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(usize);

impl Node {
    /// That of the record itself.
    pub(crate) const RECORD: Self = Self(0);
}

impl Paths {
    pub(crate) fn of(columns: &[String]) -> Self {
        let mut names = vec![""];
        for column in columns {
            let dots = column.match_indices('.').map(|(dot, _)| &column[..dot]);
            names.extend(dots.chain([column.as_str()]).filter(|name| !name.is_empty()));
        }
        let mut distinct: Vec<&str> = Vec::new();
        names.into_iter().for_each(|name| {
            if !distinct.contains(&name) {
                distinct.push(name);
            }
        });
        Self { nodes: distinct.iter().map(|name| Path::of(name, &distinct, columns)).collect() }
    }

    /// The node of a name, if it is a needed one or the beginning of one.
    pub(crate) fn node(&self, name: &str) -> Option<Node> {
        self.nodes.iter().position(|node| node.name == name).map(Node)
    }

    /// Where the field with this name leads from a node.
    #[inline]
    pub(crate) fn step(&self, from: Node, name: &[u8]) -> Option<Node> {
        let (path, group) = (&self.nodes[from.0], group(name));
        let alike = &path.inner[path.groups[group]..path.groups[group + 1]];
        // The call of a comparison is what costs.
        let may_be = |known: &[u8]| known.len() == name.len() && known.last() == name.last();
        let found = alike.iter().find(|(known, _)| may_be(known) && **known == *name);
        found.map(|&(_, node)| node)
    }

    /// The column that a node stands for.
    #[inline]
    pub(crate) fn column(&self, node: Node) -> Option<usize> {
        self.nodes[node.0].column
    }

    /// Whether needed fields are in the object that is at a node.
    #[inline]
    pub(crate) fn is_object(&self, node: Node) -> bool {
        !self.nodes[node.0].inner.is_empty()
    }

    /// The columns that are in the object at a node.
    pub(crate) fn below(&self, node: Node) -> &[usize] {
        &self.nodes[node.0].below
    }

    /// The dotted name of a field in the object at a node.
    pub(crate) fn full_name(&self, node: Node, field: &str) -> String {
        let object = &self.nodes[node.0].name;
        if object.is_empty() { field.to_owned() } else { format!("{object}.{field}") }
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }
}

impl Node {
    /// Its number, below [`Paths::len`].
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl Path {
    fn of(name: &str, names: &[&str], columns: &[String]) -> Self {
        let inner = names.iter().enumerate();
        let inner = inner.filter_map(|(at, inner)| Some((behind(name, inner)?.as_bytes().into(), Node(at))));
        let mut inner: Vec<(Box<[u8]>, Node)> = inner.collect();
        inner.sort_by_key(|(name, _)| group(name));
        let groups = std::array::from_fn(|of| inner.partition_point(|(name, _)| group(name) < of));
        let below = (0..columns.len()).filter(|&column| behind(name, &columns[column]).is_some());
        Self {
            name: name.to_owned(),
            column: columns.iter().position(|column| column == name),
            inner,
            groups,
            below: below.collect(),
        }
    }
}

/// What a name has behind the object's and a dot; all of it where the object is the record.
fn behind<'n>(object: &str, name: &'n str) -> Option<&'n str> {
    let rest = if object.is_empty() { name } else { name.strip_prefix(object)?.strip_prefix('.')? };
    Some(rest).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(columns: &[&str]) -> Paths {
        Paths::of(&columns.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_split_of_a_name_leads_to_it() {
        let paths = paths(&["t", "a.b.c", "a.b", "a.d"]);
        let walk = |names: &[&str]| {
            let mut node = Some(Node::RECORD);
            for name in names {
                node = node.and_then(|node| paths.step(node, name.as_bytes()));
            }
            node.and_then(|node| paths.column(node))
        };
        for names in [&["a", "b", "c"][..], &["a.b", "c"], &["a", "b.c"], &["a.b.c"]] {
            assert_eq!(walk(names), Some(1), "{names:?}");
        }
        assert_eq!((walk(&["t"]), walk(&["a", "b"]), walk(&["a.d"])), (Some(0), Some(2), Some(3)));
        assert_eq!((walk(&["a"]), walk(&["b"]), walk(&["a", "c"]), walk(&[""])), (None, None, None, None));
        let a = paths.node("a").unwrap();
        assert_eq!((paths.below(a), paths.is_object(a)), (&[1, 2, 3][..], true));
        assert_eq!(paths.full_name(paths.node("a.b").unwrap(), "c"), "a.b.c");
        assert_eq!(paths.node("a.c"), None);
    }

    #[test]
    fn odd_dots_are_no_trouble() {
        for name in [".", "..", ".a", "a.", "a..b"] {
            let paths = paths(&[name]);
            let node = paths.step(Node::RECORD, name.as_bytes()).unwrap();
            assert_eq!(paths.column(node), Some(0), "{name}");
        }
    }
}
