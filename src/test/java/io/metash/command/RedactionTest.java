package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    /** In double quotes here, for lines that contain single quotes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "connect h:1 --user root --password PW      | connect h:1 --user root --password [hidden]",
                "connect h:1 --password=PW as x             | connect h:1 --password=[hidden] as x",
                "connect h:1 --pasword=PW                   | connect h:1 --pasword=[hidden]",
                "connect h:1 --passwrd 'P W' as x           | connect h:1 --passwrd [hidden] as x",
                "connect h:1 --paswsord \"P \\\" W\" as x   | connect h:1 --paswsord [hidden] as x",
                "connect h:1 --Token PW                     | connect h:1 --Token [hidden]",
                "connect h:1 -password PW                   | connect h:1 -password [hidden]",
                "connect h:1 --password 'open quote         | connect h:1 --password [hidden]",
                "connect h:1 --password-file f --tls        | connect h:1 --password-file f --tls",
                "connect root:PW@h:1                        | connect root:[hidden]@h:1",
                "connect a:1,root:PW@h:1                    | connect a:[hidden]@h:1",
                "connect grpc://root:PW@h:1                 | connect grpc://root:[hidden]@h:1",
                "set password PW                            | set password [hidden]",
                "set pw PW                                  | set pw [hidden]",
                "set db.pwd PW                              | set db.pwd [hidden]",
                "let passphrase PW                          | let passphrase [hidden]",
                "config set s3.secret-access-key PW         | config set s3.secret-access-key [hidden]",
                "set compass north                          | set compass north",
                "redact --salt PW                           | redact --salt [hidden]",
                "redact --salt-file f                       | redact --salt-file f",
                "export 'https://h/x?sv=1&sig=PW&se=2'      | export 'https://h/x?sv=1&sig=[hidden]&se=2'",
                "export https://h/x?X-Amz-Signature=PW      | export https://h/x?X-Amz-Signature=[hidden]",
                "set pager 'less -R'                        | set pager 'less -R'",
                "let db_password PW                         | let db_password [hidden]",
                "config set x password = PW                 | config set x password = [hidden]",
                "get '__fd_token/t/PW' -o json; ls          | get '__fd_token/t/[hidden]' -o json; ls",
                "get a/b; ls --limit 5                      | get a/b; ls --limit 5",
            })
    void hidesPasswords(String line, String shown) {
        assertEquals(shown, Redaction.line(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "upsert k V                           | upsert k [hidden]",
                "upsert k 'a b' --ttl 5m              | upsert k [hidden] --ttl 5m",
                "upsert --value=V --key k             | upsert [hidden] --key k",
                "try upsert @live k \"a; b\"; get k   | try upsert @live k [hidden]; get k",
                "upsert k $V; ls; upsert j W          | upsert k [hidden]; ls; upsert j [hidden]",
                "upsert k --file f                    | upsert k --file f",
                "txn '{\"if_then\":[]}'               | txn [hidden]",
                "upsert k                             | upsert k",
                "upsert --dry-run k V                 | upsert --dry-run k [hidden]",
                "upsert x --password-file /p --key k W | upsert x --password-file /p --key k [hidden]",
                "connect h:1 --password PW; upsert k V | connect h:1 --password [hidden]; upsert k [hidden]",
            })
    void filesKeepNoValues(String line, String kept) {
        assertEquals(kept, Redaction.kept(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unknown option '--pasword=PW'                | unknown option '*'",
                "'PW' is not valid here                  | '*' is not valid here",
                "cannot reach root:PW@h:1                     | cannot reach root:[hidden]@h:1",
            })
    void logsQuoteNothing(String message, String kept) {
        assertEquals(kept, Redaction.message(message));
    }
}
