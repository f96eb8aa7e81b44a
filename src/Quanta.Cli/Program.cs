System.Console.WriteLine("quanta");
