package io.metash.command.completion;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.command.CommandTrait;
import io.metash.command.help.HelpTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for bash, zsh and fish, written from the table of commands and their options. */
final class CompletionScript {
    private static final List<String> GLOBAL = List.of(
            "-c",
            "-x",
            "--allow-shell",
            "--color",
            "--debug",
            "--help",
            "--local",
            "--no-config",
            "--no-history",
            "--record",
            "--utc",
            "--version");

    private final CommandContext context;
    private final List<Called> commands = new ArrayList<>();

    /** A command or subcommand by its name. */
    private record Called(CommandTable table, String path, String summary, CommandLine line) {
        List<OptionSpec> options() {
            return line.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .toList();
        }

        String optionNames() {
            return options().stream()
                    .flatMap(option -> Stream.of(option.names()))
                    .collect(Collectors.joining(" "));
        }

        /** The kind of operands: {@code files}, {@code folders}, or words. */
        String operands() {
            List<String> words = new ArrayList<>(line.getSubcommands().keySet());
            for (PositionalParamSpec positional : line.getCommandSpec().positionalParameters()) {
                String values = values(table, positional);
                if (values.equals("files") || values.equals("folders")) {
                    return words.isEmpty() ? values : String.join(" ", words);
                }
                words.add(values);
            }
            return String.join(" ", words).strip();
        }
    }

    CompletionScript(CommandContext context) {
        this.context = context;
        CommandLineRunner runner = new CommandLineRunner(context);
        for (CommandEntry entry : context.table().entries()) {
            if (entry.is(CommandTrait.ONE_SHOT)) {
                CommandLine line = runner.commandLine(entry);
                commands.add(new Called(context.table(), entry.name(), entry.summary(), line));
                line.getSubcommands()
                        .forEach((name, part) -> commands.add(new Called(
                                context.table(),
                                entry.name() + " " + name,
                                Stream.of(part.getCommandSpec().usageMessage().description())
                                        .findFirst()
                                        .orElse(""),
                                part)));
            }
        }
    }

    private static String values(CommandTable table, ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            Stream<String> candidates =
                    StreamSupport.stream(argument.completionCandidates().spliterator(), false);
            Stream<String> named = argument.paramLabel().equals("COMMAND") ? table.names().stream() : Stream.empty();
            return Stream.concat(named, candidates).distinct().collect(Collectors.joining(" "));
        }
        return switch (argument.paramLabel()) {
            case "DIR" -> "folders";
            case "FILE", "PLACE", "PLAN" -> "files";
            default ->
                argument.type().isEnum()
                        ? Stream.of(argument.type().getEnumConstants())
                                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" "))
                        : "";
        };
    }

    private String names() {
        return commands.stream()
                .map(Called::path)
                .filter(path -> path.indexOf(' ') < 0)
                .collect(Collectors.joining(" "));
    }

    String bash() {
        StringBuilder out = new StringBuilder(
                """
                # bash completion of metash; source <(metash completion bash)
                _metash_files() { mapfile -t COMPREPLY < <(compgen -f -- "$1"); compopt -o filenames 2>/dev/null; }
                _metash_folders() { mapfile -t COMPREPLY < <(compgen -d -- "$1"); compopt -o filenames 2>/dev/null; }
                _metash_words() { mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1"); }
                _metash() {
                  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} cmd= i
                  COMPREPLY=()
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                      -*) ;;
                      *) cmd=${COMP_WORDS[i]}; break ;;
                    esac
                  done
                """);
        for (Called command : commands) {
            int space = command.path.indexOf(' ');
            if (space > 0) {
                out.append("  [[ $cmd == '")
                        .append(command.path, 0, space)
                        .append("' && \" ${COMP_WORDS[*]:i+1} \" == *' ")
                        .append(command.path.substring(space + 1))
                        .append(" '* ]] && cmd='")
                        .append(command.path)
                        .append("'\n");
            }
        }
        out.append("  case $cmd in\n    '')\n      if [[ $cur == -* ]]; then _metash_words \"$cur\" '")
                .append(String.join(" ", GLOBAL))
                .append("'\n      else _metash_files \"$cur\"; COMPREPLY+=($(compgen -W '")
                .append(names())
                .append("' -- \"$cur\")); fi ;;\n");
        for (Called command : commands) {
            out.append("    '").append(command.path).append("')\n      case $prev in\n");
            for (OptionSpec option : command.options()) {
                if (option.arity().max() > 0) {
                    out.append("        ")
                            .append(String.join("|", option.names()))
                            .append(") ")
                            .append(bashValues(values(context.table(), option)))
                            .append("; return ;;\n");
                }
            }
            out.append("      esac\n      if [[ $cur == -* ]]; then _metash_words \"$cur\" '")
                    .append(command.optionNames())
                    .append("'\n      else ")
                    .append(
                            command.path.equals("help")
                                    ? bashValues(names() + " topics " + String.join(" ", HelpTopics.NAMES))
                                    : bashValues(command.operands()))
                    .append("; fi ;;\n");
        }
        return out.append("  esac\n}\ncomplete -F _metash metash\n").toString();
    }

    private static String bashValues(String values) {
        return values.equals("files") || values.equals("folders")
                ? "_metash_" + values + " \"$cur\""
                : "_metash_words \"$cur\" '" + values + "'";
    }

    String zsh() {
        StringBuilder out = new StringBuilder(
                """
                #compdef metash
                # zsh completion of metash; metash completion zsh > a directory of $fpath/_metash
                _metash() {
                  local -a commands
                  commands=(
                """);
        for (Called command : commands) {
            if (command.path.indexOf(' ') < 0) {
                out.append("    ")
                        .append(quoted(command.path + ":" + command.summary))
                        .append('\n');
            }
        }
        out.append(
                """
                  )
                  local i cmd=
                  for ((i = 2; i < CURRENT; i++)); do
                    if [[ ${words[i]} != -* ]]; then cmd=${words[i]}; break; fi
                  done
                """);
        for (Called command : commands) {
            int space = command.path.indexOf(' ');
            if (space > 0) {
                out.append("  [[ $cmd == ")
                        .append(quoted(command.path.substring(0, space)))
                        .append(" && ${words[(r)")
                        .append(command.path.substring(space + 1))
                        .append("]} == ")
                        .append(quoted(command.path.substring(space + 1)))
                        .append(" ]] && cmd=")
                        .append(quoted(command.path))
                        .append('\n');
            }
        }
        out.append("  case $cmd in\n    '')\n      if [[ $PREFIX == -* ]]; then compadd -- ")
                .append(String.join(" ", GLOBAL))
                .append("\n      else _describe -t commands command commands; _files; fi ;;\n");
        for (Called command : commands) {
            out.append("    ").append(quoted(command.path)).append(")\n      case ${words[CURRENT-1]} in\n");
            for (OptionSpec option : command.options()) {
                if (option.arity().max() > 0) {
                    out.append("        ")
                            .append(String.join("|", option.names()))
                            .append(") ")
                            .append(zshValues(values(context.table(), option)))
                            .append("; return ;;\n");
                }
            }
            out.append("      esac\n      if [[ $PREFIX == -* ]]; then\n        local -a options\n        options=(");
            for (OptionSpec option : command.options()) {
                out.append(' ').append(quoted(option.longestName() + ":" + first(option.description())));
            }
            out.append(" )\n        _describe -o option options\n      else ")
                    .append(
                            command.path.equals("help")
                                    ? zshValues(names() + " topics " + String.join(" ", HelpTopics.NAMES))
                                    : zshValues(command.operands()))
                    .append("; fi ;;\n");
        }
        return out.append("  esac\n}\n_metash \"$@\"\n").toString();
    }

    private static String zshValues(String values) {
        return switch (values) {
            case "files" -> "_files";
            case "folders" -> "_files -/";
            case "" -> ":";
            default -> "compadd -- " + values;
        };
    }

    String fish() {
        StringBuilder out = new StringBuilder(
                """
                # fish completion of metash; metash completion fish > ~/.config/fish/completions/metash.fish
                function __metash_at
                    set -l words (commandline -opc)
                    set -e words[1]
                    set -l found
                    for word in $words
                        string match -q -- '-*' $word; or set -a found $word
                    end
                    test (count $argv) -le (count $found); or return 1
                    for i in (seq (count $argv))
                        test "$argv[$i]" = "$found[$i]"; or return 1
                    end
                end
                function __metash_first
                    set -l words (commandline -opc)
                    set -e words[1]
                    for word in $words
                        string match -q -- '-*' $word; or return 1
                    end
                end
                """);
        for (String option : GLOBAL) {
            out.append("complete -c metash -n __metash_first ")
                    .append(option.startsWith("--") ? "-l " + option.substring(2) : "-s " + option.substring(1))
                    .append('\n');
        }
        for (Called command : commands) {
            int space = command.path.indexOf(' ');
            String name = command.path.substring(space + 1);
            String where = space < 0 ? "__metash_first" : "'__metash_at " + command.path.substring(0, space) + "'";
            out.append("complete -c metash -n ")
                    .append(where)
                    .append(" -a ")
                    .append(name)
                    .append(" -d ")
                    .append(fishQuoted(command.summary))
                    .append('\n');
            for (OptionSpec option : command.options()) {
                out.append("complete -c metash -n '__metash_at ")
                        .append(command.path)
                        .append("'");
                for (String each : option.names()) {
                    out.append(each.startsWith("--") ? " -l " + each.substring(2) : " -s " + each.substring(1));
                }
                out.append(fishValues(option))
                        .append(" -d ")
                        .append(fishQuoted(first(option.description())))
                        .append('\n');
            }
            String operands = command.path.equals("help")
                    ? names() + " topics " + String.join(" ", HelpTopics.NAMES)
                    : command.operands();
            if (operands.equals("folders")) {
                operands = "(__fish_complete_directories)";
            }
            if (!operands.isEmpty() && !operands.equals("files")) {
                out.append("complete -c metash -f -n '__metash_at ")
                        .append(command.path)
                        .append("' -a ")
                        .append(fishQuoted(operands))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private String fishValues(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String values = values(context.table(), option);
        return switch (values) {
            case "files" -> " -r -F";
            case "folders" -> " -x -a '(__fish_complete_directories)'";
            case "" -> " -x";
            default -> " -x -a " + fishQuoted(values);
        };
    }

    private static String first(String[] description) {
        return description.length == 0 ? "" : description[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
