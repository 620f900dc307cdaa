package io.metash.server;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.record.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate and private key of a service, checked at the start: a mismatch would otherwise only appear as
 * client errors.
 */
final class TlsFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    private TlsFiles() {}

    /** Creates the server's TLS context. */
    static SslContext context(Path certificateFile, Path keyFile) throws IOException {
        List<X509Certificate> chain = chain(certificateFile);
        PublicKey own = chain.get(0).getPublicKey();
        PrivateKey key = key(keyFile, own, certificateFile);
        return GrpcSslContexts.configure(SslContextBuilder.forServer(key, chain))
                .build();
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException unreadable) {
            throw noCertificate(file).causedBy(unreadable);
        }
        throw noCertificate(file);
    }

    private static Failure noCertificate(Path file) {
        return Failure.of(ExitStatus.USAGE, "not a certificate")
                .at(file.toString())
                .because("Expected a PEM chain of -----BEGIN CERTIFICATE----- blocks, the service's own first.");
    }

    private static PrivateKey key(Path file, PublicKey own, Path certificate) throws IOException {
        Matcher pem = KEY.matcher(new String(SmallFile.read(file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw Failure.of(ExitStatus.USAGE, "not a private key")
                    .at(file.toString())
                    .because("Expected PEM that starts with -----BEGIN PRIVATE KEY-----.");
        }
        if (!pem.group(1).isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "unsupported form of private key")
                    .at(file.toString())
                    .because("It begins with -----BEGIN " + pem.group(1) + "PRIVATE KEY-----, which is not PKCS#8, or"
                            + " needs a password.")
                    .next("openssl pkcs8 -topk8 -nodes -in " + ShellWord.of(file) + " -out NEW-FILE");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
            PrivateKey key = KeyFactory.getInstance(own.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            if (matches(key, own)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw mismatch(file, certificate).causedBy(e);
        }
        throw mismatch(file, certificate);
    }

    private static Failure mismatch(Path file, Path certificate) {
        return Failure.of(ExitStatus.USAGE, "the private key does not match the certificate")
                .at(file.toString())
                .because("Its signatures cannot be verified with " + certificate + ".")
                .next("metash serve --tls-cert FILE --tls-key FILE with a matching pair");
    }

    /** Whether the public key verifies a signature of the private key. */
    private static boolean matches(PrivateKey key, PublicKey own) throws GeneralSecurityException {
        String kind =
                switch (own.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> own.getAlgorithm();
                };
        byte[] probe = {1, 2, 3};
        Signature signature = Signature.getInstance(kind);
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(own);
        signature.update(probe);
        return signature.verify(signed);
    }
}
