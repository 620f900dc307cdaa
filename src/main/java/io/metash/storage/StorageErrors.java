package io.metash.storage;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.opendal.OpenDALException;

/** Converts OpenDAL errors to failures without any of the shelf's secrets. */
final class StorageErrors {
    /** Pattern of a provider's error code in OpenDAL's text, taken from the provider's XML or JSON. */
    private static final Pattern CODE = Pattern.compile("\\bcode: \"([A-Za-z]+)\"");

    private static final Pattern MESSAGE = Pattern.compile("\\bmessage: \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern HTTP_STATUS = Pattern.compile("\\bstatus: (\\d{3})\\b");
    /** Pattern of the signature in a signed URL of any provider. */
    private static final Pattern SIGNED = Pattern.compile(
            "([?&](?:sig|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|q-signature|Signature)=)[^&\\s\")]+");

    private static final int LONGEST = 300;

    private final StorageUrl directory;
    private final Set<String> secrets;

    StorageErrors(StorageUrl directory, Set<String> secrets) {
        this.directory = directory;
        this.secrets = secrets;
    }

    /** Creates the failure of a request to a place. */
    Failure failure(OpenDALException error, String place) {
        String text = String.valueOf(error.getMessage());
        Matcher code = CODE.matcher(text);
        Matcher status = HTTP_STATUS.matcher(text);
        boolean hasCode = code.find();
        boolean answered = status.find();
        StorageProblem problem;
        if (hasCode || answered) {
            int answer = answered ? Integer.parseInt(status.group(1)) : 0;
            problem = StorageProblem.of(hasCode ? code.group(1) : "", answer);
        } else if (error.getCode() == OpenDALException.Code.ConfigInvalid) {
            problem = StorageProblem.SETTINGS;
        } else {
            problem = StorageProblem.ofTransport(text);
        }
        return Failure.of(problem.status(), problem.what())
                .at(
                        problem == StorageProblem.NO_BUCKET
                                ? directory.kind().scheme() + "://" + directory.bucket()
                                : place)
                .because(because(text))
                .next(advice(problem))
                .causedBy(new IOException(redacted(text)));
    }

    private String advice(StorageProblem problem) {
        boolean settings = problem == StorageProblem.NO_CREDENTIALS
                || problem == StorageProblem.BAD_CREDENTIALS
                || problem == StorageProblem.SETTINGS;
        if (!settings || directory.kind().variables().isEmpty()) {
            return problem.next();
        }
        return problem.next() + "; the variables are "
                + String.join(", ", directory.kind().variables());
    }

    /** Returns the message of the server or the network, on one line. */
    private String because(String text) {
        Matcher code = CODE.matcher(text);
        Matcher message = MESSAGE.matcher(text);
        String said;
        if (message.find()) {
            said = (code.find() ? code.group(1) + ": " : "") + message.group(1);
        } else {
            said = lastLine(text);
        }
        String clean = redacted(said).replaceAll("\\s+", " ").trim();
        if (clean.length() <= LONGEST) {
            return clean;
        }
        return clean.substring(0, LONGEST) + "...";
    }

    /** Returns the innermost source of an error, else the text after its first arrow. */
    private static String lastLine(String text) {
        int source = text.indexOf("Source:");
        if (source >= 0) {
            String rest = text.substring(source + "Source:".length());
            int end = rest.indexOf("Backtrace:");
            return (end < 0 ? rest : rest.substring(0, end)).trim();
        }
        String first = text.lines().findFirst().orElse("");
        int arrow = first.indexOf("=> ");
        if (arrow < 0) {
            return first;
        }
        return first.substring(arrow + 3);
    }

    /** Returns a text without secrets. */
    String redacted(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "[hidden]")
                    .replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "[hidden]");
        }
        return SIGNED.matcher(clean).replaceAll("$1[hidden]");
    }

    /** Creates the failure of an access setup without any request. */
    Failure setup(OpenDALException error) {
        Failure failure = failure(error, directory.toString());
        boolean region = String.valueOf(error.getMessage()).contains("region is missing");
        if (!region) {
            return failure;
        }
        return Failure.of(ExitStatus.USAGE, "the region of the bucket is unknown")
                .at(directory.toString())
                .next(
                        "set region in metash.toml under [shelves.NAME], or AWS_REGION; for servers other than AWS mostly us-east-1")
                .causedBy(failure.getCause());
    }
}
