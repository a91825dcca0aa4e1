using Docker.DotNet.X509;

namespace PyConDemo.Postgres.Containers;

/// <summary>Where a container engine may answer.</summary>
/// <param name="ChosenBy">The setting that names this address; null for one of the usual sockets.</param>
/// <param name="Tls">What a connection over TCP needs; null without TLS.</param>
internal sealed record EngineAddress(Uri Uri, string? ChosenBy = null, EngineTls? Tls = null)
{
    // Parts of the paths of sockets on Linux.
    private static readonly string[] VirtualMachineFolders =
        ["/.docker/desktop/", "colima/", "/.rd/", "/podman/machine/", "-api.sock"];

    /// <summary>True if the engine publishes ports on the 127.0.0.1 of this machine, as far as the address tells.
    /// </summary>
    public bool IsLocal => Uri.Scheme is "unix" or "npipe"
        || (Uri.IsLoopback && Uri.HostNameType is not UriHostNameType.IPv6);

    /// <summary>True if the socket is a forwarded one: Docker Desktop, Colima, OrbStack, Rancher Desktop or a machine
    /// of Podman runs the engine. All of them have /var/run/docker.sock inside.</summary>
    public bool IsInVirtualMachine => Uri.Scheme is "unix"
        && (OperatingSystem.IsMacOS() || VirtualMachineFolders.Any(Uri.LocalPath.Contains));

    public override string ToString() => ChosenBy is null ? $"{Uri}" : $"{Uri} ({ChosenBy})";
}

/// <summary>The TLS files of a Docker context, or of DOCKER_CERT_PATH.</summary>
/// <param name="Folder">A folder that may hold ca.pem, cert.pem and key.pem.</param>
/// <param name="SkipVerify">True accepts every server, as the Docker client's option of this name does.</param>
internal sealed record EngineTls(string Folder, bool SkipVerify)
{
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file is not PEM.</exception>
    public CertificateCredentials Credentials()
    {
        var (certificate, key, authority) = (InFolder("cert.pem"), InFolder("key.pem"), InFolder("ca.pem"));
        var credentials = new CertificateCredentials(File.Exists(certificate) && File.Exists(key)
            ? DockerTlsCertificates.LoadCertificateFromPemFiles(certificate, key)
            : null);
        if (SkipVerify)
        {
#pragma warning disable CA5359 // The user has chosen this in the Docker client.
            credentials.ServerCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (File.Exists(authority))
        {
            var signedByAuthority = DockerTlsCertificates.CreateCertificateAuthorityValidationCallback(
                DockerTlsCertificates.LoadCertificateAuthorityFromPemFile(authority));
            // The library's check doesn't compare the host name.
            credentials.ServerCertificateValidationCallback = (sender, server, chain, errors)
                => !errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch)
                    && signedByAuthority(sender, server, chain, errors);
        }

        return credentials;
    }

    private string InFolder(string file) => Path.Combine(Folder, file);
}
