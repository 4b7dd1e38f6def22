//! Every shape that crosses HTTP or JavaScript, once.
