//! E020: statements and insertions that lead to nothing.

codes! {
    E0201 "unknown_statement" Error "there is no such statement"
    E0202 "misplaced_statement" Error "a statement does not stand in this block"
    E0203 "unknown_let" Error "there is no such let"
    E0204 "malformed_insertion" Error "an insertion inserts nothing"
    E0205 "let_cycle" Error "a let holds itself"
    E0206 "list_in_text" Error "a list is put into a text"
    E0207 "repeated_let" Error "a let is declared twice"
    E0208 "expanded_too_far" Error "what is put in makes a value too large"
    E0209 "lets_too_deep" Error "lets hold each other too deep"
}
