//! The structure tree, for screen readers.

/// An element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(pub usize);

/// Roles of PDF 1.7, as far as a report needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    Sect,
    H1,
    H2,
    H3,
    P,
    Toc,
    Toci,
    Reference,
    Link,
    Span,
    Table,
    THead,
    TBody,
    Tr,
    /// Header of a column.
    ThColumn,
    /// Header of a row.
    ThRow,
    Td,
    L,
    Li,
    LBody,
    Figure,
}

impl Role {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Sect => "Sect",
            Self::H1 => "H1",
            Self::H2 => "H2",
            Self::H3 => "H3",
            Self::P => "P",
            Self::Toc => "TOC",
            Self::Toci => "TOCI",
            Self::Reference => "Reference",
            Self::Link => "Link",
            Self::Span => "Span",
            Self::Table => "Table",
            Self::THead => "THead",
            Self::TBody => "TBody",
            Self::Tr => "TR",
            Self::ThColumn | Self::ThRow => "TH",
            Self::Td => "TD",
            Self::L => "L",
            Self::Li => "LI",
            Self::LBody => "LBody",
            Self::Figure => "Figure",
        }
    }
}

/// A child of an element, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kid {
    Node(NodeId),
    /// Marked content of a page.
    Mark {
        page: usize,
        mcid: usize,
    },
    /// A link of a page, by its index in the page's list.
    Link {
        page: usize,
        link: usize,
    },
}

#[derive(Debug)]
pub(crate) struct Node {
    pub role: Role,
    pub parent: Option<NodeId>,
    pub kids: Vec<Kid>,
    /// Its title (`/T`): the origin of a row.
    pub title: Option<Box<str>>,
    /// Alternative text of a figure.
    pub alt: Option<Box<str>>,
    /// The text that it replaces, if that is not drawn.
    pub actual: Option<Box<str>>,
    /// Columns it spans.
    pub columns: usize,
    /// Rows it spans.
    pub rows: usize,
    /// Left, top, width, height and page of a figure.
    pub area: Option<[f32; 4]>,
}

#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Adds an element; the root has no parent.
    pub(crate) fn add(&mut self, parent: Option<NodeId>, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            role,
            parent,
            kids: Vec::new(),
            title: None,
            alt: None,
            actual: None,
            columns: 1,
            rows: 1,
            area: None,
        });
        if let Some(parent) = parent {
            self.hold(parent, Kid::Node(id));
        }
        id
    }

    pub(crate) fn hold(&mut self, node: NodeId, kid: Kid) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            node.kids.push(kid);
        }
    }

    pub(crate) fn set(&mut self, node: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            change(node);
        }
    }
}
