//! E00: files and folders.

codes! {
    E0001 "unreadable_file" Error "a file or folder cannot be read"
}
