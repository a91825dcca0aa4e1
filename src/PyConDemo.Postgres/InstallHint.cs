namespace PyConDemo.Postgres;

/// <summary>The text that tells people what to install when no source can provide a PostgreSQL.</summary>
internal static class InstallHint
{
    public static string For(IEnumerable<string> reasons) => $"""
        No PostgreSQL {ServerVersion.Oldest} or newer is available:
        {string.Join(Environment.NewLine, reasons.Select(reason => "  - " + reason))}
        Any one of these helps:
          Debian, Ubuntu   sudo apt install postgresql
          Fedora           sudo dnf install postgresql-server postgresql-contrib
          macOS            brew install postgresql@17, or https://postgresapp.com
          Windows          winget install PostgreSQL.PostgreSQL.17
          any of them      a running Docker engine
          a server of your own: set ConnectionStrings__Demo
        """;
}
