namespace Quanta.Formats.Files;

/// <summary>Makes the one kind of exception that readers throw for bad content, with the file named first.</summary>
internal static class BadFile
{
    /// <param name="name">The file's path, with the part of the file where that helps.</param>
    /// <param name="sentence">What is wrong, what was required and what was found; begins in lower case and ends with a full stop.</param>
    /// <param name="inner">The lower level's exception, if there is one.</param>
    public static InvalidDataException Because(string name, string sentence, Exception? inner = null) => new($"{name}: {sentence}", inner);
}
