//! JSON pointers (RFC 6901).

/// The pointer to the field `name` of the object at `pointer`.
pub fn field(pointer: &str, name: &str) -> String {
    if name.contains(['~', '/']) {
        return joined(pointer, &name.replace('~', "~0").replace('/', "~1"));
    }
    joined(pointer, name)
}

/// The pointer to the item at `index` of the list at `pointer`.
pub fn item(pointer: &str, index: usize) -> String {
    joined(pointer, &index.to_string())
}

/// One allocation of the right size: a role of 2000 rules has ten thousand of these.
fn joined(pointer: &str, step: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + 1 + step.len());
    joined.push_str(pointer);
    joined.push('/');
    joined.push_str(step);
    joined
}

/// Where a reader is: a pointer that is only written out when somebody asks for it.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    /// How many descriptors and expressions enclose this place, itself included.
    pub(crate) level: usize,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    pub(crate) const ROOT: Path<'static> = Path { parent: None, step: Step::Root, level: 1 };

    pub(crate) const fn field(&'a self, name: &'a str) -> Self {
        Path { parent: Some(self), step: Step::Field(name), level: self.level }
    }

    pub(crate) const fn item(&'a self, index: usize) -> Self {
        Path { parent: Some(self), step: Step::Item(index), level: self.level }
    }

    /// The same place, entered as a descriptor or an expression of its own.
    pub(crate) const fn deeper(mut self) -> Self {
        self.level += 1;
        self
    }

    pub(crate) fn pointer(&self) -> String {
        let parent = self.parent.map(Path::pointer).unwrap_or_default();
        match self.step {
            Step::Root => parent,
            Step::Field(name) => field(&parent, name),
            Step::Item(index) => item(&parent, index),
        }
    }
}
