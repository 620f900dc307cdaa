package io.metash.command.completion;

import io.metash.command.completion.Completion.Candidate;
import io.metash.output.Printable;
import java.util.List;
import java.util.Locale;

/** The system shells that complete metash command lines: each calls {@code metash __complete} on TAB. */
public enum SystemShell {
    /** GNU bash. */
    BASH(
            """
            # bash completion of metash; source <(metash completion bash)
            _metash() {
              local options
              { read -r options && mapfile -t COMPREPLY; } < <(
                "${COMP_WORDS[0]/#\\~/$HOME}" __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" </dev/null 2>/dev/null)
              [ -z "$options" ] || compopt $options
            }
            complete -o bashdefault -F _metash metash
            """) {
        @Override
        public List<String> words(List<String> arguments) {
            List<String> words = BashLine.words(arguments.get(0));
            int command = 0;
            while (command < words.size() - 1 && words.get(command).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
                command++;
            }
            return words.subList(command + 1, words.size());
        }

        /**
         * Options of {@code compopt}, then the candidates. bash replaces only the text after its last word break, such
         * as the colon of an address, so candidates are cut there.
         */
        @Override
        public String answer(List<Candidate> candidates, List<String> arguments) {
            List<String> words = BashLine.words(arguments.get(0));
            String word = words.get(words.size() - 1);
            List<String> broken = BashLine.words(arguments.size() > 1 ? arguments.get(1) : word);
            String replaced = broken.get(broken.size() - 1);
            int kept;
            if (word.endsWith(replaced)) {
                kept = word.length() - replaced.length();
            } else {
                kept = 0;
            }
            StringBuilder out = new StringBuilder();
            if (candidates.stream().anyMatch(one -> !one.value().matches("[A-Za-z0-9_.,:@%+=-]*"))) {
                // bash quotes file names only.
                out.append("-o filenames ");
            }
            if (candidates.size() == 1 && !candidates.get(0).closed()) {
                out.append("-o nospace");
            }
            out.append('\n');
            candidates.forEach(one -> out.append(one.value().substring(kept)).append('\n'));
            return out.toString();
        }
    },

    /** Z shell. */
    ZSH(
            """
            #compdef metash
            # zsh completion of metash; metash completion zsh > a directory of $fpath/_metash
            _metash() {
              local -a lines open closed
              lines=("${(@f)$("${(Q)~words[1]}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" </dev/null 2>/dev/null)}")
              open=("${(@)${(M@)lines:#/*}#/}")
              closed=("${(@)${(M@)lines:# *}# }")
              _describe -V candidate closed -- open -S ''
            }
            if [[ $funcstack[1] = _metash ]]; then _metash "$@"; else compdef _metash metash; fi
            """) {
        /** The candidates with descriptions for zsh; a slash precedes incomplete candidates, a blank complete ones. */
        @Override
        public String answer(List<Candidate> candidates, List<String> arguments) {
            StringBuilder out = new StringBuilder();
            for (Candidate one : candidates) {
                out.append(one.closed() ? ' ' : '/')
                        .append(one.value().replace("\\", "\\\\").replace(":", "\\:"));
                if (one.description() != null) {
                    out.append(':').append(Printable.text(one.description()));
                }
                out.append('\n');
            }
            return out.toString();
        }
    },

    /** fish. */
    FISH(
            """
            # fish completion of metash; metash completion fish > ~/.config/fish/completions/metash.fish
            function __metash_complete
                set -l words (commandline -opc)
                set -l typed (commandline -ct)
                set -l word (string unescape -- $typed); or set word $typed
                $words[1] __complete fish $words[2..] "$word" </dev/null 2>/dev/null
            end
            complete -c metash -f -a '(__metash_complete)'
            """) {
        /** The candidates with descriptions for fish. */
        @Override
        public String answer(List<Candidate> candidates, List<String> arguments) {
            StringBuilder out = new StringBuilder();
            for (Candidate one : candidates) {
                out.append(one.value());
                if (one.description() != null) {
                    out.append('\t').append(Printable.text(one.description()));
                }
                out.append('\n');
            }
            return out.toString();
        }
    };

    private final String script;

    SystemShell(String script) {
        this.script = script;
    }

    /** The shell's completion script. */
    public String script() {
        return script;
    }

    /**
     * The words after {@code metash} up to the cursor, from the arguments of {@code __complete}; the last one is
     * incomplete.
     */
    public List<String> words(List<String> arguments) {
        return arguments;
    }

    /** The output of {@code __complete}. */
    public abstract String answer(List<Candidate> candidates, List<String> arguments);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
