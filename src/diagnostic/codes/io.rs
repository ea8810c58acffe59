//! E00: files and folders.

codes! {
    E0001 "unreadable_file" Error "a file or folder cannot be read"
    E0002 "missing_file" Error "a path does not exist"
    E0003 "no_mesh_files" Error "a folder holds no `.mesh` files"
    E0004 "invalid_utf8" Error "a file is not UTF-8"
    E0005 "oversized_file" Error "a file has more than 16 MiB"
    E0006 "invalid_file_name" Error "a file name is not UTF-8"
    E0007 "link_loop" Error "a symbolic link leads back to where it lies"
    E0008 "foreign_output" Error "an output path is taken by a file of somebody else"
    E0009 "unwritable_output" Error "the output cannot be written"
    E0010 "disk_full" Error "there is no space left for the output"
    E0011 "broken_index" Error "the index of the last output cannot be understood"
    E0012 "invalid_yaml" Error "a file is no YAML that the server's tools can read"
    E0013 "repeated_yaml_key" Error "a map of YAML has a key twice"
    E0014 "oversized_yaml" Error "YAML is nested too deep or grows too big"
    E0015 "document_without_kind" Error "a YAML document is no Kubernetes object"
    E0016 "empty_output" Error "a program yields no manifests"
    E0017 "edited_output" Error "a file of the output was edited since it was written"
    E0018 "immutable_change" Error "a field would change that Kubernetes does not let change"
}
