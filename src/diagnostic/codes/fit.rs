//! E013, E014: statements that do not fit their row.

codes! {
    E0130 "missing_word" Error "a fixed word is missing"
    E0131 "superfluous_argument" Error "a statement has something too much"
    E0132 "misspelt_word" Error "a fixed word is another"
    E0133 "divided_value" Error "one value stands as several words"
    E0134 "unfitting_argument" Error "an argument does not fit"
    E0135 "incomplete_statement" Error "a statement is not complete"
    E0136 "values_without_brackets" Error "several values stand without brackets"
    E0137 "missing_block" Error "a block is missing"
    E0138 "superfluous_block" Error "a statement has a block that takes none"
    E0139 "insertion_in_name" Error "something is put into a head or a declared name"
    E0140 "quoted_head" Error "a statement begins with a string"
    E0141 "missing_statement" Error "a block lacks a statement that it needs"
    E0142 "repeated_statement" Error "a statement stands twice that stands once"
    E0143 "repeated_key" Error "two statements of a block have one key"
    E0144 "repeated_match" Error "two routes of a block are for the same requests"
}
