namespace Quanta.Cli;

/// <summary>The command line asks for something that makes no sense: exit code 2.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);
